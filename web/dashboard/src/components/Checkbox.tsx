import { type ReactNode, useEffect, useId, useRef } from 'react';

interface CheckboxProps {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean | 'some';
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  name?: string;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
}

/** A tick; `some` for a box that stands for several, of which some are ticked. */
export function Checkbox({ label, hint, checked, onChange, disabled, name, hideLabel = false }: CheckboxProps) {
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = checked === 'some';
  }, [checked]);
  return (
    <div className="flex items-start gap-2.5">
      <input
        ref={box}
        id={id}
        name={name}
        type="checkbox"
        checked={checked === true}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <div className={hideLabel ? 'sr-only' : 'min-w-0'}>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p id={`${id}-hint`} className="text-[0.8125rem] text-soft">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
