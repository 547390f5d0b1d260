import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { answersQuery, settingsQuery } from '@/api/clientQueries';
import { keys } from '@/api/keys';
import type { Answer, Body } from '@/api/types';

export type ClientSettings = Answer<'/api/dashboard/clients/{id}/settings', 'get'>;
export type SettingsChange = Body<'/api/dashboard/clients/{id}/settings', 'patch'>;
export type Answers = Answer<'/api/dashboard/clients/{id}/answers', 'get'>;
export type AnswersChange = Body<'/api/dashboard/clients/{id}/answers', 'put'>;
export type AnswerTest = Answer<'/api/dashboard/chat/{id}/test', 'post'>;
export type Sighting = Answer<'/api/dashboard/widget/{id}/installation', 'get'>['seen'][number];

const at = (clientId: string) => ({ path: { id: clientId } });

export function useSaveSettings(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: SettingsChange) =>
      unwrap(api.PATCH('/api/dashboard/clients/{id}/settings', { params: at(clientId), body })),
    onSuccess: (settings) => {
      queryClient.setQueryData(settingsQuery(clientId).queryKey, settings);
      // The time zone says what their days are.
      queryClient.invalidateQueries({ queryKey: keys.client(clientId, 'usage') });
      queryClient.invalidateQueries({ queryKey: keys.client(clientId, 'analytics') });
    },
  });
}

/** Figures of the last week, for what was asked today. */
export const weekQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.client(clientId, 'usage', '7d'),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/dashboard/clients/{id}/usage', {
          params: { ...at(clientId), query: { range: '7d' } },
          signal,
        }),
      ),
  });

export function useSaveAnswers(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: AnswersChange) =>
      unwrap(api.PUT('/api/dashboard/clients/{id}/answers', { params: at(clientId), body })),
    onSuccess: (answers) => queryClient.setQueryData(answersQuery(clientId).queryKey, answers),
  });
}

export function useTestAnswers(clientId: string) {
  return useMutation({
    mutationFn: (question: string) =>
      unwrap(api.POST('/api/dashboard/chat/{id}/test', { params: at(clientId), body: { question } })),
  });
}

export function useResync(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/dashboard/knowledge/{id}/directus/resync', { params: at(clientId) })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.client(clientId, 'documents') }),
  });
}
