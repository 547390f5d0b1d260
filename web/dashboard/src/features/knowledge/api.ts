import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { answersQuery } from '@/api/clientQueries';
import { keys } from '@/api/keys';
import type { Answer, Body } from '@/api/types';

export type DocumentList = Answer<'/api/dashboard/knowledge/{id}/documents', 'get'>;
export type KnowledgeDocument = DocumentList['documents'][number];
export type DocumentStatus = KnowledgeDocument['status'];
export type Tag = Answer<'/api/dashboard/knowledge/{id}/tags', 'get'>['tags'][number];
export type Token = Answer<'/api/dashboard/knowledge/{id}/tokens', 'get'>['tokens'][number];
export type Chunk = Answer<'/api/dashboard/knowledge/{id}/documents/{documentId}/chunks', 'get'>['chunks'][number];
export type TestResult = Answer<'/api/dashboard/knowledge/{id}/test', 'post'>;
export type TestedPassage = TestResult['passages'][number];
export type Answers = Answer<'/api/dashboard/clients/{id}/answers', 'get'>;
export type Upload = Answer<'/api/dashboard/knowledge/{id}/documents/{documentId}/replace', 'post'>['upload'];

const DOCUMENTS = '/api/dashboard/knowledge/{id}/documents' as const;
const DOCUMENT = '/api/dashboard/knowledge/{id}/documents/{documentId}' as const;
const TAGS = '/api/dashboard/knowledge/{id}/tags' as const;
const TAG = '/api/dashboard/knowledge/{id}/tags/{tagId}' as const;
const TOKENS = '/api/dashboard/knowledge/{id}/tokens' as const;

export interface DocumentFilters {
  status?: DocumentStatus;
  tag?: string;
  search?: string;
}

const documentsKey = (clientId: string, ...rest: readonly unknown[]) => keys.client(clientId, 'documents', ...rest);
const tagsKey = (clientId: string) => keys.client(clientId, 'tags');
const tokensKey = (clientId: string) => keys.client(clientId, 'tokens');

const RECENT = 10 * 60_000;

/** How soon to look again: what is being read is done within seconds; a file that did not come at once may never come. */
function nextLook(documents: readonly KnowledgeDocument[]) {
  const going = documents.filter(({ status }) => status === 'processing' || status === 'uploading');
  if (going.length === 0) return false;
  const isRecent = ({ status, updatedAt }: KnowledgeDocument) =>
    status === 'processing' || Date.now() - new Date(updatedAt).getTime() < RECENT;
  return going.some(isRecent) ? 1500 : 15_000;
}

export const documentsQuery = (clientId: string, filters: DocumentFilters) =>
  infiniteQueryOptions({
    queryKey: documentsKey(clientId, 'list', filters),
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filters, ...(pageParam && { cursor: pageParam }) };
      return unwrap(api.GET(DOCUMENTS, { params: { path: { id: clientId }, query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // While another filter is looked up, what was there stays.
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => nextLook(state.data?.pages.flatMap(({ documents }) => documents) ?? []),
  });

export const documentQuery = (clientId: string, documentId: string) =>
  queryOptions({
    queryKey: documentsKey(clientId, 'one', documentId),
    queryFn: ({ signal }) => unwrap(api.GET(DOCUMENT, { params: { path: { id: clientId, documentId } }, signal })),
    refetchInterval: ({ state }) => (state.data ? nextLook([state.data]) : false),
  });

/** `revision` is the one that answers, so that another one is read anew. */
export const chunksQuery = (clientId: string, documentId: string, revision: number | null) =>
  infiniteQueryOptions({
    queryKey: documentsKey(clientId, 'chunks', documentId, revision),
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 20, after: pageParam };
      return unwrap(api.GET(`${DOCUMENT}/chunks`, { params: { path: { id: clientId, documentId }, query }, signal }));
    },
    initialPageParam: -1,
    getNextPageParam: ({ nextAfter }) => nextAfter,
  });

export const tagsQuery = (clientId: string) =>
  queryOptions({
    queryKey: tagsKey(clientId),
    queryFn: async ({ signal }) => (await unwrap(api.GET(TAGS, { params: { path: { id: clientId } }, signal }))).tags,
  });

export const tokensQuery = (clientId: string) =>
  queryOptions({
    queryKey: tokensKey(clientId),
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET(TOKENS, { params: { path: { id: clientId } }, signal }))).tokens,
  });

export const testQuery = (clientId: string, question: string, context: string) =>
  queryOptions({
    queryKey: documentsKey(clientId, 'test', question, context),
    queryFn: ({ signal }) =>
      unwrap(
        api.POST('/api/dashboard/knowledge/{id}/test', {
          params: { path: { id: clientId } },
          body: { question, ...(context && { context }), limit: 8 },
          signal,
        }),
      ),
    enabled: question !== '',
    staleTime: 0,
  });

/** Makes everything stale that is about documents: lists, one, chunks, counts of tags. */
export function useDocumentsChanged(clientId: string) {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: documentsKey(clientId) }),
      queryClient.invalidateQueries({ queryKey: tagsKey(clientId) }),
    ]);
}

export function useAddText(clientId: string) {
  const changed = useDocumentsChanged(clientId);
  return useMutation({
    mutationFn: (body: Body<typeof DOCUMENTS, 'post'>) =>
      unwrap(api.POST(DOCUMENTS, { params: { path: { id: clientId } }, body })),
    onSuccess: () => void changed(),
  });
}

export function useUpdateDocument(clientId: string) {
  const queryClient = useQueryClient();
  const changed = useDocumentsChanged(clientId);
  return useMutation({
    mutationFn: ({ documentId, ...body }: { documentId: string } & Body<typeof DOCUMENT, 'patch'>) =>
      unwrap(api.PATCH(DOCUMENT, { params: { path: { id: clientId, documentId } }, body })),
    onSuccess: (document) => {
      queryClient.setQueryData(documentQuery(clientId, document.id).queryKey, document);
      void changed();
    },
  });
}

export function useReprocess(clientId: string) {
  const queryClient = useQueryClient();
  const changed = useDocumentsChanged(clientId);
  return useMutation({
    mutationFn: (documentId: string) =>
      unwrap(api.POST(`${DOCUMENT}/reprocess`, { params: { path: { id: clientId, documentId } } })),
    onSuccess: (document) => {
      queryClient.setQueryData(documentQuery(clientId, document.id).queryKey, document);
      void changed();
    },
  });
}

export function useDeleteDocument(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (documentId: string) =>
      unwrap(api.DELETE(DOCUMENT, { params: { path: { id: clientId, documentId } } })),
    onSuccess: (_gone, documentId) => {
      // The page that still shows it is about to be left: to ask for it once more would only tell that it is gone.
      const isOfIt = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey.includes(documentId);
      const queryKey = documentsKey(clientId);
      void queryClient.invalidateQueries({ queryKey, predicate: isOfIt, refetchType: 'none' });
      void queryClient.invalidateQueries({ queryKey, predicate: (query) => !isOfIt(query) });
      void queryClient.invalidateQueries({ queryKey: tagsKey(clientId) });
    },
  });
}

export function useSaveTag(clientId: string) {
  const changed = useDocumentsChanged(clientId);
  return useMutation({
    mutationFn: ({ tagId, ...body }: { tagId?: string; name: string; prompt: string }) =>
      tagId
        ? unwrap(api.PATCH(TAG, { params: { path: { id: clientId, tagId } }, body }))
        : unwrap(api.POST(TAGS, { params: { path: { id: clientId } }, body })),
    onSuccess: () => changed(),
  });
}

export function useDeleteTag(clientId: string) {
  const changed = useDocumentsChanged(clientId);
  return useMutation({
    mutationFn: (tagId: string) => unwrap(api.DELETE(TAG, { params: { path: { id: clientId, tagId } } })),
    onSuccess: () => changed(),
  });
}

export function useCreateToken(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => unwrap(api.POST(TOKENS, { params: { path: { id: clientId } }, body: { name } })),
    // A secret does not stay in the cache.
    gcTime: 0,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: tokensKey(clientId) }),
  });
}

export function useDeleteToken(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (tokenId: string) =>
      unwrap(api.DELETE(`${TOKENS}/{tokenId}`, { params: { path: { id: clientId, tokenId } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: tokensKey(clientId) }),
  });
}

export function useSavePrompt(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (mainPrompt: string) =>
      unwrap(
        api.PUT('/api/dashboard/clients/{id}/answers', { params: { path: { id: clientId } }, body: { mainPrompt } }),
      ),
    onSuccess: (answers) => queryClient.setQueryData(answersQuery(clientId).queryKey, answers),
  });
}
