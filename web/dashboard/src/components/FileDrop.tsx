import clsx from 'clsx';
import { Upload } from 'lucide-react';
import { type DragEvent, type ReactNode, useId, useRef, useState } from 'react';

interface FileDropProps {
  label: string;
  hint?: ReactNode;
  /** As of `<input accept>`. The dropped ones are not checked: tell the user what is wrong with them. */
  accept?: string;
  multiple?: boolean;
  disabled?: boolean;
  onFiles: (files: File[]) => void;
}

/** Takes files by dropping, by choosing and by keyboard. */
export function FileDrop({ label, hint, accept, multiple = false, disabled = false, onFiles }: FileDropProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  // Entering a child of the field comes before leaving the field itself.
  const depth = useRef(0);

  const hand = (list: FileList | null) => {
    const files = Array.from(list ?? []);
    if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1));
  };
  const drag = (step: 1 | -1) => (event: DragEvent) => {
    event.preventDefault();
    depth.current += step;
    setOver(depth.current > 0);
  };

  return (
    <label
      htmlFor={id}
      onDragEnter={drag(1)}
      onDragLeave={drag(-1)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        if (!disabled) hand(event.dataTransfer.files);
      }}
      className={clsx(
        'flex cursor-pointer flex-col items-center justify-center rounded-xl border border-dashed px-6 py-8 text-center transition-colors',
        'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-link',
        over ? 'border-accent bg-tint' : 'border-edge bg-canvas hover:bg-muted',
        disabled && 'pointer-events-none opacity-55',
      )}
    >
      <Upload aria-hidden className="mb-2 size-5 text-soft" />
      <span className="font-medium">{label}</span>
      {hint && (
        <span id={`${id}-hint`} className="mt-1 text-[0.8125rem] text-soft">
          {hint}
        </span>
      )}
      <input
        id={id}
        type="file"
        className="sr-only"
        accept={accept}
        multiple={multiple}
        disabled={disabled}
        aria-label={label}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => {
          hand(event.target.files);
          // So that the same file can be chosen once more.
          event.target.value = '';
        }}
      />
    </label>
  );
}
