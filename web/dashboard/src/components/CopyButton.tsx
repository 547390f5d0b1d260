import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, type ButtonProps } from './Button';
import { IconButton } from './IconButton';
import { inputLook } from './TextInput';
import { toast } from './toast';

/** Copies, and says for two seconds that it did. */
function useCopy(text: string) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      toast.error('The browser did not allow copying. Select the text and copy it yourself.');
    }
  }
  return { copied, copy };
}

interface CopyButtonProps extends Omit<ButtonProps, 'children' | 'onClick'> {
  text: string;
  label?: string;
}

/** A button that copies a text. */
export function CopyButton({ text, label = 'Copy', ...props }: CopyButtonProps) {
  const { copied, copy } = useCopy(text);
  const Icon = copied ? Check : Copy;
  return (
    <Button size="small" {...props} onClick={copy}>
      <Icon aria-hidden />
      <span aria-live="polite">{copied ? 'Copied' : label}</span>
    </Button>
  );
}

/** A text to copy, in full or masked; `shown` is what stands there when it is not the text itself. */
export function CopyField({ text, shown = text, label }: { text: string; shown?: string; label: string }) {
  const { copied, copy } = useCopy(text);
  return (
    <div className="relative">
      <input
        readOnly
        aria-label={label}
        value={shown}
        onFocus={(event) => event.target.select()}
        className={`${inputLook} h-9 pr-12 font-mono text-[0.8125rem]! max-sm:h-11`}
      />
      <div className="absolute inset-y-px right-px flex items-center rounded-r-md bg-muted">
        <IconButton
          icon={copied ? Check : Copy}
          label={copied ? 'Copied' : `Copy ${label.toLowerCase()}`}
          onClick={copy}
        />
      </div>
    </div>
  );
}
