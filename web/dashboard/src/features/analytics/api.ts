import { keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import { api, request, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { Answer, operations } from '@/api/types';
import { download, fileNamePart } from '@/lib/download';
import type { Range } from './range';

export type Analytics = Answer<'/api/dashboard/clients/{id}/analytics', 'get'>;
export type Figures = Analytics['total'];
export type AskedQuestion = Analytics['popularQuestions'][number];
export type RatedAnswer = Analytics['ratings'][number];
export type TableName = NonNullable<NonNullable<operations['exportAnalytics']['parameters']['query']>['table']>;

export const analyticsQuery = (clientId: string, range: Range) =>
  queryOptions({
    queryKey: keys.client(clientId, 'analytics', range),
    queryFn: ({ signal }) => {
      const params = { path: { id: clientId }, query: range };
      return unwrap(api.GET('/api/dashboard/clients/{id}/analytics', { params, signal }));
    },
    staleTime: 30_000,
    // The overview asks for the same: what it was told is shown, and looked up anew.
    refetchOnMount: 'always',
    placeholderData: keepPreviousData,
  });

/** Saves one table as a file. */
export function useExportTable(client: { id: string; name: string }, range: Range, table: TableName) {
  return useMutation({
    mutationFn: async () => {
      const query = new URLSearchParams({ ...range, table });
      const response = await request(`/api/dashboard/clients/${client.id}/analytics/export?${query}`);
      download(await response.blob(), `${table}-${fileNamePart(client.name)}-${Object.values(range).join('-')}.csv`);
    },
  });
}
