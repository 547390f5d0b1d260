import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { settingsQuery } from '@/api/clientQueries';
import { type ApiError, asApiError } from '@/api/error';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { Progress } from '@/components/Progress';
import { RadioGroup } from '@/components/RadioGroup';
import { TextInput } from '@/components/TextInput';
import { toast } from '@/components/toast';
import { useClient } from '@/lib/currentClient';
import { download, fileNamePart } from '@/lib/download';
import { formatBytes } from '@/lib/format';
import { type Format, readExport } from './exportFile';
import type { Filters } from './filters';

interface ExportDialogProps {
  open: boolean;
  onClose: () => void;
  clientName: string;
  /** Its days are where the choice begins. */
  filters: Filters;
}

const FORMATS = [
  { value: 'csv', label: 'CSV', hint: 'For Excel, Numbers and Google Sheets.' },
  { value: 'jsonl', label: 'JSON Lines', hint: 'For programs: a message a line, with its sources.' },
] as const;

/** Saves all messages of a range of days as one file. */
export function ExportDialog({ open, onClose, clientName, filters }: ExportDialogProps) {
  const { id: clientId } = useClient();
  const { data: settings } = useQuery({ ...settingsQuery(clientId), enabled: open });
  const form = useId();
  const [format, setFormat] = useState<Format>('csv');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [bytes, setBytes] = useState<number | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const running = useRef<AbortController | null>(null);
  const isBusy = bytes !== null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the filters are where it begins, when it is opened
  useEffect(() => {
    if (!open) return;
    setFrom(filters.from ?? '');
    setTo(filters.to ?? '');
    setError(null);
    return () => running.current?.abort();
  }, [open]);

  async function save(event: FormEvent) {
    event.preventDefault();
    if (isBusy) return;
    const own = new AbortController();
    running.current = own;
    setError(null);
    setBytes(0);
    try {
      const days = { ...(from && { from }), ...(to && { to }) };
      const file = await readExport({ clientId, format, ...days }, own.signal, setBytes);
      own.signal.throwIfAborted();
      const name = ['conversations', fileNamePart(clientName), from, to].filter(Boolean).join('-');
      download(file, `${name}.${format}`);
      toast.success('Export saved', { text: formatBytes(file.size) });
      onClose();
    } catch (thrown) {
      if (!own.signal.aborted) setError(asApiError(thrown));
    } finally {
      setBytes(null);
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title="Export conversations"
      description="All messages of all conversations in these days, whatever the list shows now."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" loading={isBusy}>
            Save file
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={save} className="grid gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="From">
            <TextInput type="date" value={from} max={to} onChange={setFrom} />
          </Field>
          <Field label="To">
            <TextInput type="date" value={to} min={from} onChange={setTo} />
          </Field>
        </div>
        <p className="-mt-2 text-[0.8125rem] text-soft">
          {`Leave both empty for everything.${settings ? ` Days are those of ${settings.timeZone}.` : ''}`}
        </p>
        <RadioGroup label="Format" value={format} onChange={setFormat} options={FORMATS} />
        {isBusy && (
          <div className="grid gap-2" role="status">
            <Progress label="Reading messages" />
            <p className="text-[0.8125rem] text-soft">{`${formatBytes(bytes)} so far`}</p>
          </div>
        )}
        {error && <ErrorNotice title="Nothing was saved" error={error} />}
      </form>
    </Dialog>
  );
}
