import clsx from 'clsx';
import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useField } from './Field';
import { inputLook } from './TextInput';

export interface Option<Value extends string> {
  value: Value;
  label: string;
}

interface SelectProps<Value extends string> extends Omit<ComponentProps<'select'>, 'onChange' | 'value' | 'children'> {
  value: Value;
  onChange: (value: Value) => void;
  options: readonly Option<Value>[];
}

/** The browser's own list of choices, which works with every keyboard, phone and screen reader. */
export function Select<Value extends string>({ value, onChange, options, className, ...props }: SelectProps<Value>) {
  const field = useField();
  return (
    <div className={clsx('relative', className)}>
      <select
        {...field}
        {...props}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
        className={clsx(inputLook, 'h-9 appearance-none truncate pr-9 max-sm:h-11')}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute inset-y-0 right-3 my-auto size-4 text-soft" />
    </div>
  );
}
