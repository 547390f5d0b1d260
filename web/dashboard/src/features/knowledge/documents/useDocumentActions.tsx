import { useCallback, useState } from 'react';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { toast } from '@/components/toast';
import { useClient } from '@/lib/currentClient';
import { type KnowledgeDocument, useDeleteDocument, useReprocess } from '../api';

/** Reading a document once more, and deleting it, which asks first: put `dialog` somewhere on the page. */
export function useDocumentActions({ onDeleted }: { onDeleted?: (document: KnowledgeDocument) => void } = {}) {
  const client = useClient();
  const remove = useDeleteDocument(client.id);
  const { mutateAsync: readAgain } = useReprocess(client.id);
  const [doomed, setDoomed] = useState<KnowledgeDocument | null>(null);
  const [open, setOpen] = useState(false);

  // The same functions at each render, so that the rows of a long list need not be made anew.
  const reprocess = useCallback(
    async (document: KnowledgeDocument) => {
      try {
        await readAgain(document.id);
        toast.success(`“${document.title}” is being read again`);
      } catch (error) {
        toast.error(`“${document.title}” could not be read again`, error);
      }
    },
    [readAgain],
  );
  const askToDelete = useCallback((document: KnowledgeDocument) => {
    setDoomed(document);
    setOpen(true);
  }, []);
  async function deleteIt() {
    if (!doomed) return;
    await remove.mutateAsync(doomed.id);
    toast.success(`“${doomed.title}” deleted`);
    onDeleted?.(doomed);
  }

  const dialog = (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      title={`Delete “${doomed?.title ?? ''}”?`}
      action="Delete document"
      onConfirm={deleteIt}
    >
      <p>It stops answering at once{doomed?.fileName ? ', and its file is deleted' : ''}. This cannot be undone.</p>
    </ConfirmDialog>
  );
  return { reprocess, askToDelete, dialog };
}
