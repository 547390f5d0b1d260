import clsx from 'clsx';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useField } from './Field';
import { inputLook } from './TextInput';

interface ComboboxProps {
  name?: string;
  value: string;
  onChange: (value: string) => void;
  /** The choices that fit what was typed; all for an empty text. */
  find: (typed: string) => readonly string[];
  /** A choice in the field. */
  text: (value: string) => string;
  /** A choice in the list, when it says more there. */
  option?: (value: string) => ReactNode;
  placeholder?: string;
}

/** As many as are drawn: who looks for another one types on. */
const SHOWN = 50;

/** One of many choices, found by typing. <https://www.w3.org/WAI/ARIA/apg/patterns/combobox/> */
export function Combobox({ name, value, onChange, find, text, option = text, placeholder }: ComboboxProps) {
  const field = useField();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const open = typed !== null;
  // Before anything is typed, the chosen one comes first.
  const found = !open ? [] : typed === '' ? [value, ...find('').filter((other) => other !== value)] : find(typed);
  const shown = found.slice(0, SHOWN);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the active one is looked up in what was drawn
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active, typed]);

  function type(now: string | null) {
    setTyped(now);
    setActive(0);
  }
  function choose(chosen: string | undefined) {
    if (chosen !== undefined) onChange(chosen);
    setTyped(null);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) type('');
      else if (shown.length > 0) {
        setActive((active + (event.key === 'ArrowDown' ? 1 : shown.length - 1)) % shown.length);
      }
    } else if (open && event.key === 'Enter') {
      event.preventDefault();
      choose(shown[active]);
    } else if (open && event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      setTyped(null);
    }
  }

  return (
    <div className="relative">
      <input
        {...field}
        type="text"
        name={name}
        role="combobox"
        aria-expanded={open}
        aria-controls={open ? `${id}-list` : undefined}
        aria-autocomplete="list"
        aria-activedescendant={open && shown.length > 0 ? `${id}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={open ? text(value) : placeholder}
        value={typed ?? text(value)}
        onChange={(event) => type(event.target.value)}
        onClick={() => !open && type('')}
        onKeyDown={onKeyDown}
        onBlur={() => setTyped(null)}
        className={clsx(inputLook, 'h-9 max-sm:h-11')}
      />
      {open && (
        <div className="absolute inset-x-0 top-full z-10 mt-1 animate-appear rounded-lg border border-line bg-surface shadow-pop">
          <div
            ref={list}
            id={`${id}-list`}
            role="listbox"
            aria-label="Choices"
            className="max-h-64 overflow-y-auto p-1"
          >
            {shown.map((choice, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the field, which keeps the focus
              // biome-ignore lint/a11y/useFocusableInteractive: see above
              <div
                key={choice}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                onPointerDown={(event) => event.preventDefault()}
                onPointerMove={() => setActive(index)}
                onClick={() => choose(choice)}
                className="flex min-h-8 cursor-pointer items-center rounded-md px-2.5 py-1 aria-selected:bg-muted max-sm:min-h-10"
              >
                {option(choice)}
              </div>
            ))}
          </div>
          {(shown.length === 0 || found.length > SHOWN) && (
            <p role="status" className="border-t border-line px-3.5 py-2 text-[0.8125rem] text-soft">
              {shown.length === 0 ? 'Nothing is called so.' : `${found.length - SHOWN} more: type to find them.`}
            </p>
          )}
        </div>
      )}
    </div>
  );
}
