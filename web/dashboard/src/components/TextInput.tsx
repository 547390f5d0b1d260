import clsx from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { useField } from './Field';

export const inputLook =
  'block w-full rounded-md border border-edge bg-surface px-3 text-base text-fg shadow-card placeholder:text-faint sm:text-sm ' +
  'aria-invalid:border-danger focus:outline-2 focus:outline-offset-0 focus:outline-link focus:border-link ' +
  'disabled:bg-muted disabled:text-soft disabled:cursor-not-allowed [&:read-only:not(select)]:bg-muted';

export interface TextInputProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  value: string;
  onChange: (value: string) => void;
  /** Stands inside, at the end: a button or a unit. */
  end?: ReactNode;
}

/** A line of text; inside of a Field it takes its label, hint and error. */
export function TextInput({ value, onChange, end, className, ...props }: TextInputProps) {
  const field = useField();
  const input = (
    <input
      type="text"
      {...field}
      {...props}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={clsx(inputLook, 'h-9 max-sm:h-11', end && 'pr-11', className)}
    />
  );
  if (!end) return input;
  return (
    <div className="relative">
      {input}
      <div className="absolute inset-y-0 right-0.5 flex items-center">{end}</div>
    </div>
  );
}
