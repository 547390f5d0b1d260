import { queryOptions } from '@tanstack/react-query';
import { api, request, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { Answer } from '@/api/types';

export type Usage = Answer<'/api/dashboard/clients/{id}/usage', 'get'>;
export type Figures = Usage['total'];
export type Widget = Answer<'/api/dashboard/widget/{id}', 'get'>;
export type Conversation = Answer<'/api/dashboard/clients/{id}/conversations', 'get'>['conversations'][number];

export const LOOK_AGAIN = 30_000;
const SELDOM = 5 * 60_000;

const at = (clientId: string) => ({ path: { id: clientId } });

/** 30 days: those to show, and as many before to compare them with. */
export const usageQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.client(clientId, 'usage', { range: '30d' }),
    queryFn: ({ signal }) => {
      const params = { ...at(clientId), query: { range: '30d' as const } };
      return unwrap(api.GET('/api/dashboard/clients/{id}/usage', { params, signal }));
    },
    refetchInterval: LOOK_AGAIN,
  });

export const recentQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.client(clientId, 'conversations', 'recent'),
    queryFn: async ({ signal }) => {
      const params = { ...at(clientId), query: { limit: 6 } };
      return (await unwrap(api.GET('/api/dashboard/clients/{id}/conversations', { params, signal }))).conversations;
    },
    refetchInterval: LOOK_AGAIN,
  });

/** The same answer as that of the analytics page. */
export const analyticsQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.client(clientId, 'analytics', { range: '30d' }),
    queryFn: ({ signal }) => {
      const params = { ...at(clientId), query: { range: '30d' as const } };
      return unwrap(api.GET('/api/dashboard/clients/{id}/analytics', { params, signal }));
    },
    staleTime: SELDOM,
  });

export const hasDocumentQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.client(clientId, 'documents', 'any-ready'),
    queryFn: async ({ signal }) => {
      const params = { ...at(clientId), query: { status: 'ready' as const, limit: 1 } };
      const { documents } = await unwrap(api.GET('/api/dashboard/knowledge/{id}/documents', { params, signal }));
      return documents.length > 0;
    },
    refetchInterval: ({ state }) => (state.data ? false : LOOK_AGAIN),
  });

/** Only a server on one's own machine has the demo page; others answer any address with the dashboard. */
export const demoQuery = queryOptions({
  queryKey: ['demo'],
  queryFn: async ({ signal }) => {
    const response = await request('/demo', { headers: { accept: 'text/html' }, signal });
    return (await response.text()).includes('/demo/script.js');
  },
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});
