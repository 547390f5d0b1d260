import { useEffect, useState } from 'react';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { toast } from '@/components/toast';
import { useClient } from '@/lib/currentClient';
import { plural } from '@/lib/format';
import { type KnowledgeDocument, useUpdateDocument } from '../api';
import { eachOf } from '../eachOf';
import { changedTags, stateOfTag } from './bulkTags';
import { TagPicker } from './TagPicker';

interface BulkTagsDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  documents: readonly KnowledgeDocument[];
}

/** Gives tags to several documents, or takes them away. Tags that nobody touched stay as they are on each. */
export function BulkTagsDialog({ open, onOpenChange, documents }: BulkTagsDialogProps) {
  const update = useUpdateDocument(useClient().id);
  const [changes, setChanges] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (!open) return;
    setChanges(new Map());
    setError(null);
  }, [open]);

  async function save() {
    setBusy(true);
    setError(null);
    const changed = documents.flatMap((document) => {
      const tagIds = changedTags(document, changes);
      return tagIds ? [{ documentId: document.id, tagIds }] : [];
    });
    const failed = await eachOf(changed, (change) => update.mutateAsync(change));
    setBusy(false);
    if (failed[0]) return setError(failed[0].error);
    toast.success(`Tags of ${plural(changed.length, 'document')} changed`);
    onOpenChange(false);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Change the tags of ${plural(documents.length, 'document')}`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" loading={busy} disabled={changes.size === 0} onClick={save}>
            Save tags
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <TagPicker
          hint="A dash means that some of these documents have the tag. What you do not touch stays as it is."
          stateOf={(tagId) => changes.get(tagId) ?? stateOfTag(documents, tagId)}
          onChange={(tagId, chosen) => setChanges((before) => new Map(before).set(tagId, chosen))}
        />
        {error !== null && <ErrorNotice title="Not all documents were changed" error={error} />}
      </div>
    </Dialog>
  );
}
