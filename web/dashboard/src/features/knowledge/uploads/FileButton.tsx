import { type ReactNode, useRef } from 'react';
import { Button, type ButtonProps } from '@/components/Button';
import { ACCEPT } from './files';

interface FileButtonProps extends Omit<ButtonProps, 'onClick'> {
  multiple?: boolean;
  onFiles: (files: File[]) => void;
  children: ReactNode;
}

/** A button that lets one choose files. */
export function FileButton({ multiple = false, onFiles, children, ...props }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...props} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={ACCEPT}
        multiple={multiple}
        onChange={(event) => {
          const files = Array.from(event.target.files ?? []);
          // So that the same file can be chosen once more.
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
