import { Tags, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/Button';
import { Checkbox } from '@/components/Checkbox';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { toast } from '@/components/toast';
import { useClient } from '@/lib/currentClient';
import { plural } from '@/lib/format';
import { type KnowledgeDocument, useDeleteDocument } from '../api';
import { eachOf } from '../eachOf';
import { BulkTagsDialog } from './BulkTagsDialog';

interface BulkBarProps {
  documents: readonly KnowledgeDocument[];
  selected: readonly KnowledgeDocument[];
  onSelect: (ids: readonly string[]) => void;
}

/** Selects all that are shown, and does something with those that are selected. */
export function BulkBar({ documents, selected, onSelect }: BulkBarProps) {
  const client = useClient();
  const remove = useDeleteDocument(client.id);
  const [open, setOpen] = useState<'tags' | 'delete' | null>(null);
  const close = () => setOpen(null);
  const count = plural(selected.length, 'document');
  const all = selected.length === documents.length ? true : selected.length > 0 ? 'some' : false;

  async function deleteAll() {
    const failed = await eachOf(selected, ({ id }) => remove.mutateAsync(id));
    onSelect(failed.map(({ item }) => item.id));
    if (failed[0]) throw failed[0].error;
    toast.success(`${count} deleted`);
  }

  return (
    <div className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-5 py-2 sm:px-6">
      <Checkbox
        label={selected.length > 0 ? `${selected.length} selected` : 'Select all shown'}
        checked={all}
        onChange={() => onSelect(selected.length > 0 ? [] : documents.map(({ id }) => id))}
      />
      {selected.length > 0 && (
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => setOpen('tags')}>
            <Tags aria-hidden />
            Change tags
          </Button>
          <Button size="small" onClick={() => setOpen('delete')}>
            <Trash2 aria-hidden />
            Delete
          </Button>
        </div>
      )}
      <BulkTagsDialog open={open === 'tags'} onOpenChange={close} documents={selected} />
      <ConfirmDialog
        open={open === 'delete'}
        onOpenChange={close}
        title={`Delete ${count}?`}
        action={`Delete ${count}`}
        onConfirm={deleteAll}
      >
        <p>
          {selected.length === 1 ? 'It stops' : 'They stop'} answering at once, and what was uploaded is deleted. This
          cannot be undone.
        </p>
      </ConfirmDialog>
    </div>
  );
}
