import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { Answer } from '@/api/types';
import type { Filters } from './filters';

export type ConversationList = Answer<'/api/dashboard/clients/{id}/conversations', 'get'>;
export type Summary = ConversationList['conversations'][number];
export type Conversation = Answer<'/api/dashboard/clients/{id}/conversations/{conversationId}', 'get'>;
export type Message = Conversation['messages'][number];

const PAGE = 25;
const MESSAGES = 100;
const LOOK_AGAIN = 15_000;
/** A conversation that was used so lately may go on. */
const LIVE = 10 * 60_000;

const listKey = (clientId: string, filters: Filters) => keys.client(clientId, 'conversations', 'list', filters);

async function readList(clientId: string, filters: Filters, cursor: string | undefined, signal: AbortSignal) {
  const query = { ...filters, limit: PAGE, ...(cursor && { cursor }) };
  const params = { path: { id: clientId }, query };
  return unwrap(api.GET('/api/dashboard/clients/{id}/conversations', { params, signal }));
}

/** The list as far as it was loaded. It stands still while somebody reads it: `newestQuery` tells what came meanwhile. */
export const listQuery = (clientId: string, filters: Filters) =>
  infiniteQueryOptions({
    queryKey: listKey(clientId, filters),
    queryFn: ({ pageParam, signal }) => readList(clientId, filters, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });

/** The beginning of the same list as it is now, asked for again and again while the page is looked at. */
export const newestQuery = (clientId: string, filters: Filters) =>
  queryOptions({
    queryKey: keys.client(clientId, 'conversations', 'newest', filters),
    queryFn: ({ signal }) => readList(clientId, filters, undefined, signal),
    refetchInterval: LOOK_AGAIN,
  });

/** Begins the list anew with what was found to be newest. */
export function useShowNewest(clientId: string, filters: Filters) {
  const queryClient = useQueryClient();
  return (newest: ConversationList) =>
    queryClient.setQueryData<InfiniteData<ConversationList, string | undefined>>(listKey(clientId, filters), {
      pages: [newest],
      pageParams: [undefined],
    });
}

export const conversationQuery = (clientId: string, conversationId: string) =>
  infiniteQueryOptions({
    queryKey: keys.client(clientId, 'conversations', 'one', conversationId),
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: MESSAGES, ...(pageParam && { cursor: pageParam }) };
      const params = { path: { id: clientId, conversationId }, query };
      return unwrap(api.GET('/api/dashboard/clients/{id}/conversations/{conversationId}', { params, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    refetchInterval: ({ state }) => {
      const last = state.data?.pages[0]?.lastMessageAt;
      return last && Date.now() - Date.parse(last) < LIVE ? LOOK_AGAIN : false;
    },
  });

export function useDeleteConversation(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (conversationId: string) =>
      unwrap(
        api.DELETE('/api/dashboard/clients/{id}/conversations/{conversationId}', {
          params: { path: { id: clientId, conversationId } },
        }),
      ),
    onSuccess: () => {
      for (const part of ['list', 'newest']) {
        void queryClient.invalidateQueries({ queryKey: keys.client(clientId, 'conversations', part) });
      }
    },
  });
}

export type Deletion = { before: string } | { all: 'true' };

/** Deletes until nothing is left that was to be deleted; one request deletes only so many. */
export async function deleteAll(
  clientId: string,
  which: Deletion,
  signal: AbortSignal,
  onProgress: (deleted: number) => void,
) {
  let total = 0;
  for (;;) {
    const params = { path: { id: clientId }, query: which };
    const { deleted, finished } = await unwrap(
      api.DELETE('/api/dashboard/clients/{id}/conversations', { params, signal }),
    );
    total += deleted;
    onProgress(total);
    if (finished) return total;
  }
}
