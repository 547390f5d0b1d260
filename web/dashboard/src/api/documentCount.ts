import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client';
import { keys } from './keys';
import type { Answer } from './types';

const DOCUMENTS = '/api/dashboard/knowledge/{id}/documents' as const;

/** How many documents the client has. */
export const documentCountQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.client(clientId, 'documents', 'count'),
    queryFn: async ({ signal }) => {
      let count = 0;
      let cursor: string | null = '';
      while (cursor !== null) {
        const query = { limit: 100, ...(cursor && { cursor }) };
        const page: Answer<typeof DOCUMENTS, 'get'> = await unwrap(
          api.GET(DOCUMENTS, { params: { path: { id: clientId }, query }, signal }),
        );
        count += page.documents.length;
        cursor = page.nextCursor;
      }
      return count;
    },
  });
