import { useEffect, useState } from 'react';
import { useField } from './Field';
import { TextInput } from './TextInput';

interface ColorFieldProps {
  /** `#rrggbb` */
  value: string;
  onChange: (value: string) => void;
  name?: string;
}

const COLOR = /^#[0-9a-f]{6}$/;

/** A colour by picker or as `#rrggbb`; only whole colours are handed on. */
export function ColorField({ value, onChange, name }: ColorFieldProps) {
  const field = useField();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);

  function type(text: string) {
    setTyped(text);
    const color = `#${text.trim().replace(/^#/, '').toLowerCase()}`;
    if (COLOR.test(color)) onChange(color);
  }

  return (
    <div className="flex gap-2">
      <input
        type="color"
        aria-label="Pick a colour"
        value={COLOR.test(value) ? value : '#000000'}
        onChange={(event) => onChange(event.target.value)}
        className="h-9 w-12 shrink-0 cursor-pointer rounded-md border border-edge bg-surface p-1 max-sm:h-11"
      />
      <TextInput
        {...field}
        {...(name && { name })}
        value={typed}
        onChange={type}
        onBlur={() => setTyped(value)}
        maxLength={9}
        spellCheck={false}
        autoCapitalize="none"
        className="max-w-32 font-mono"
      />
    </div>
  );
}
