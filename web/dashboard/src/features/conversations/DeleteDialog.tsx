import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { type ApiError, asApiError } from '@/api/error';
import { keys } from '@/api/keys';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { Progress } from '@/components/Progress';
import { RadioGroup } from '@/components/RadioGroup';
import { TextInput } from '@/components/TextInput';
import { toast } from '@/components/toast';
import { useClient } from '@/lib/currentClient';
import { plural } from '@/lib/format';
import { deleteAll } from './api';

const WHICH = [
  { value: 'before', label: 'Old ones', hint: 'Last used before a day.' },
  { value: 'all', label: 'All of them', hint: 'Every conversation of this client.' },
] as const;

/** Deletes many conversations: what was typed confirms it, and it goes on until nothing is left of them. */
export function DeleteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const client = useClient();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const form = useId();
  const [which, setWhich] = useState<'before' | 'all'>('before');
  const [day, setDay] = useState('');
  const [typed, setTyped] = useState('');
  const [deleted, setDeleted] = useState<number | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const running = useRef<AbortController | null>(null);
  const isBusy = deleted !== null;
  const isReady = typed.trim() === client.name.trim() && (which === 'all' || day !== '');

  useEffect(() => {
    if (!open) return;
    setTyped('');
    setError(null);
    return () => running.current?.abort();
  }, [open]);

  async function confirm(event: FormEvent) {
    event.preventDefault();
    if (!isReady || isBusy) return;
    const own = new AbortController();
    running.current = own;
    setError(null);
    setDeleted(0);
    let told = 0;
    try {
      const deletion = which === 'all' ? { all: 'true' as const } : { before: day };
      await deleteAll(client.id, deletion, own.signal, (count) => {
        told = count;
        setDeleted(count);
      });
      await navigate(`/clients/${client.id}/conversations`);
      toast.success(told === 0 ? 'There was nothing to delete' : `${plural(told, 'conversation')} deleted`);
      onClose();
    } catch (thrown) {
      if (!own.signal.aborted) setError(asApiError(thrown));
      else if (told > 0) toast.success(`Stopped after ${plural(told, 'conversation')}`);
    } finally {
      setDeleted(null);
      await queryClient.invalidateQueries({ queryKey: keys.client(client.id, 'conversations') });
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title="Delete many conversations"
      description="They are gone with all their messages, for you and for their visitors. The figures stay as they are."
      footer={
        <>
          <Button onClick={onClose}>{isBusy ? 'Stop' : 'Cancel'}</Button>
          <Button type="submit" form={form} variant="danger" loading={isBusy} disabled={!isReady}>
            {which === 'all' ? 'Delete all conversations' : 'Delete these conversations'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={confirm} className="grid gap-4">
        <RadioGroup label="Which conversations" value={which} onChange={setWhich} options={WHICH} />
        {which === 'before' && (
          <Field label="Last used before" hint="That day itself and later ones stay.">
            <TextInput type="date" value={day} onChange={setDay} required />
          </Field>
        )}
        <Field label={`Type “${client.name}” to confirm`}>
          <TextInput value={typed} onChange={setTyped} autoComplete="off" spellCheck={false} />
        </Field>
        {isBusy && (
          <div className="grid gap-2" role="status">
            <Progress label="Deleting" />
            <p className="text-[0.8125rem] text-soft">{`${plural(deleted, 'conversation')} deleted so far`}</p>
          </div>
        )}
        {error && <ErrorNotice title="Not all were deleted" error={error} />}
      </form>
    </Dialog>
  );
}
