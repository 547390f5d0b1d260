import { CircleAlert } from 'lucide-react';
import { createContext, type ReactNode, useContext, useId } from 'react';

interface FieldOfInput {
  id: string;
  required?: boolean;
  'aria-invalid'?: true;
  'aria-describedby'?: string;
}

const Context = createContext<FieldOfInput>({ id: '' });

/** What an input spreads to belong to the Field around it. */
export function useField(): Partial<FieldOfInput> {
  const field = useContext(Context);
  return field.id ? field : {};
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  /** Stands to the right of the label: a link, a counter. */
  aside?: ReactNode;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
  className?: string;
  children: ReactNode;
}

/** Label, hint and error of the one input inside it; an error stands in the hint's place. */
export function Field({
  label,
  hint,
  error,
  required = false,
  aside,
  hideLabel = false,
  className,
  children,
}: FieldProps) {
  const id = useId();
  const described = error ? `${id}-error` : hint ? `${id}-hint` : '';
  const field: FieldOfInput = {
    id,
    ...(required && { required }),
    ...(error && { 'aria-invalid': true as const }),
    ...(described && { 'aria-describedby': described }),
  };
  return (
    <div className={className}>
      <div className={hideLabel ? 'sr-only' : 'mb-1.5 flex items-baseline justify-between gap-3'}>
        <label htmlFor={id} className="font-medium text-fg">
          {label}
        </label>
        {aside && <span className="text-[0.8125rem] text-soft">{aside}</span>}
      </div>
      <Context value={field}>{children}</Context>
      {error && (
        <p id={`${id}-error`} className="mt-1.5 flex gap-1.5 text-[0.8125rem] text-danger-fg">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {error}
        </p>
      )}
      {hint && !error && (
        <p id={`${id}-hint`} className="mt-1.5 text-[0.8125rem] text-soft">
          {hint}
        </p>
      )}
    </div>
  );
}
