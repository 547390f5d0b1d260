import clsx from 'clsx';
import { type ComponentProps, useLayoutEffect, useRef } from 'react';
import { formatNumber } from '@/lib/format';
import { useField } from './Field';
import { inputLook } from './TextInput';

interface TextAreaProps extends Omit<ComponentProps<'textarea'>, 'onChange' | 'value' | 'maxLength'> {
  value: string;
  onChange: (value: string) => void;
  /** Counted in UTF-16 code units, as the server does. More can be typed, so that nothing pasted is lost. */
  limit?: number;
  /** Lines before it scrolls. */
  maxRows?: number;
}

/** Text of several lines that grows with what is typed, with a counter. */
export function TextArea({ value, onChange, limit, rows = 3, maxRows = 16, className, ...props }: TextAreaProps) {
  const field = useField();
  const area = useRef<HTMLTextAreaElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the text that gives the height
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = 'auto';
    const line = Number.parseFloat(getComputedStyle(element).lineHeight) || 21;
    element.style.height = `${Math.min(element.scrollHeight + 2, maxRows * line + 18)}px`;
  }, [value, maxRows]);

  const over = limit !== undefined && value.length > limit;
  return (
    <div>
      <textarea
        ref={area}
        rows={rows}
        dir="auto"
        {...field}
        {...props}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={clsx(inputLook, 'resize-y py-2', className)}
      />
      {limit !== undefined && (
        <p className={clsx('mt-1 text-right text-xs tabular-nums', over ? 'font-medium text-danger-fg' : 'text-soft')}>
          {formatNumber(value.length)} of {formatNumber(limit)}
          <span className="sr-only"> characters</span>
        </p>
      )}
    </div>
  );
}
