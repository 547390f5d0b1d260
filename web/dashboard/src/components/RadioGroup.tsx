import { RadioGroup as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';

interface RadioGroupProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: string; hint?: ReactNode; disabled?: boolean }[];
}

/** One of a few choices, each with its explanation. */
export function RadioGroup<Value extends string>({ label, value, onChange, options }: RadioGroupProps<Value>) {
  const id = useId();
  return (
    <Radix.Root
      aria-label={label}
      value={value}
      onValueChange={(chosen) => onChange(chosen as Value)}
      className="grid gap-2"
    >
      {options.map((option) => (
        <label
          key={option.value}
          htmlFor={`${id}-${option.value}`}
          className="flex cursor-pointer items-start gap-3 rounded-lg border border-line bg-surface p-3 transition-colors hover:bg-muted has-data-[state=checked]:border-accent has-data-[state=checked]:bg-tint"
        >
          <Radix.Item
            id={`${id}-${option.value}`}
            value={option.value}
            disabled={option.disabled}
            aria-labelledby={`${id}-${option.value}-label`}
            aria-describedby={option.hint ? `${id}-${option.value}-hint` : undefined}
            className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-edge bg-surface data-[state=checked]:border-accent"
          >
            <Radix.Indicator className="size-2 rounded-full bg-accent" />
          </Radix.Item>
          <span className="min-w-0">
            <span id={`${id}-${option.value}-label`} className="block font-medium">
              {option.label}
            </span>
            {option.hint && (
              <span id={`${id}-${option.value}-hint`} className="block text-[0.8125rem] text-soft">
                {option.hint}
              </span>
            )}
          </span>
        </label>
      ))}
    </Radix.Root>
  );
}
