import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { toast } from '@/components/toast';
import { plural } from '@/lib/format';
import { putFile } from './put';
import { UploadQueue } from './queue';

/** One for each client, so that uploads go on while other pages are open. */
const queues = new Map<string, UploadQueue>();

function queueOf(clientId: string, queryClient: QueryClient) {
  const known = queues.get(clientId);
  if (known) return known;
  const queue = new UploadQueue({
    create: async (file) => {
      const { document, upload } = await unwrap(
        api.POST('/api/dashboard/knowledge/{id}/documents', {
          params: { path: { id: clientId } },
          body: { fileName: file.name, sizeBytes: file.size },
        }),
      );
      if (!upload) throw new Error('A file without an address to send it to');
      return { documentId: document.id, upload };
    },
    replace: async (documentId, file) => {
      const { document, upload } = await unwrap(
        api.POST('/api/dashboard/knowledge/{id}/documents/{documentId}/replace', {
          params: { path: { id: clientId, documentId } },
          body: { fileName: file.name, sizeBytes: file.size },
        }),
      );
      return { documentId: document.id, upload };
    },
    remove: (documentId) =>
      unwrap(
        api.DELETE('/api/dashboard/knowledge/{id}/documents/{documentId}', {
          params: { path: { id: clientId, documentId } },
        }),
      ),
    put: putFile,
    changed: gathered(() => queryClient.invalidateQueries({ queryKey: keys.client(clientId, 'documents') })),
    settled: (sent) => toast.success(`${plural(sent, 'file')} uploaded`),
  });
  queue.subscribe(warnWhileBusy);
  queues.set(clientId, queue);
  return queue;
}

/** Many small files are done at about the same time: the documents are read once for all of them. */
function gathered(act: () => Promise<unknown>) {
  let planned: Promise<unknown> | null = null;
  return () => {
    planned ??= new Promise((resolve) =>
      setTimeout(() => {
        planned = null;
        resolve(act());
      }, 300),
    );
    return planned;
  };
}

const warn = (event: BeforeUnloadEvent) => event.preventDefault();

/** The browser asks before it closes a page from which files are on their way. */
function warnWhileBusy() {
  const isBusy = Array.from(queues.values()).some(({ busy }) => busy);
  if (isBusy) addEventListener('beforeunload', warn);
  else removeEventListener('beforeunload', warn);
}

export function useUploads(clientId: string) {
  const queue = queueOf(clientId, useQueryClient());
  return { queue, items: useSyncExternalStore(queue.subscribe, queue.items) };
}
