import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { Answer, Body } from '@/api/types';

export type LogIn = Answer<'/api/auth/sessions', 'get'>['sessions'][number];

/** Where the user is logged in. Not below `keys.session`: that is who is here now. */
const SESSIONS = ['sessions'] as const;

export const sessionsQuery = queryOptions({
  queryKey: SESSIONS,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/auth/sessions', { signal }))).sessions,
});

function useRefresh() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: SESSIONS });
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: Body<'/api/auth/password', 'post'>) => unwrap(api.POST('/api/auth/password', { body })),
    onSuccess: useRefresh(),
  });
}

export function useEndSession() {
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/api/auth/sessions/{id}', { params: { path: { id } } })),
    onSettled: useRefresh(),
  });
}

export function useEndOtherSessions() {
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/auth/sessions')),
    onSettled: useRefresh(),
  });
}

/** Leaves by loading the page anew, so that nothing of this user stays in memory. */
export function useDeleteAccount() {
  return useMutation({
    mutationFn: (password: string) => unwrap(api.DELETE('/api/auth/account', { body: { password } })),
    onSuccess: () => location.assign('/register'),
  });
}
