import { type FormEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { type ApiError, asApiError } from '@/api/error';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { ErrorNotice } from './ErrorNotice';
import { Field } from './Field';
import { TextInput } from './TextInput';

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What will be gone or changed, and for whom. */
  children: ReactNode;
  /** What the button does, in its own words: “Delete client”. */
  action: string;
  danger?: boolean;
  /** Has to be typed before the button works. */
  typed?: string;
  /** The dialog closes when it is done, and stays with the error when it fails. */
  onConfirm: () => Promise<unknown>;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  children,
  action,
  danger = true,
  typed,
  onConfirm,
}: ConfirmDialogProps) {
  const form = useId();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  useEffect(() => {
    if (!open) return;
    setText('');
    setError(null);
  }, [open]);

  const ready = typed === undefined || text.trim() === typed.trim();
  async function confirm(event: FormEvent) {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (thrown) {
      setError(asApiError(thrown));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={form} variant={danger ? 'danger' : 'primary'} loading={busy} disabled={!ready}>
            {action}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={confirm} className="grid gap-4">
        <div className="grid gap-2 text-soft">{children}</div>
        {typed !== undefined && (
          <Field label={`Type “${typed}” to confirm`}>
            <TextInput value={text} onChange={setText} autoComplete="off" spellCheck={false} />
          </Field>
        )}
        {error && <ErrorNotice error={error} />}
      </form>
    </Dialog>
  );
}
