import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { ApiError } from '@/api/error';
import { keys } from '@/api/keys';
import type { Body, Session } from '@/api/types';

/** Who is signed in, or null. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await unwrap(api.GET('/api/auth/me', { signal }));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

export function useLogIn() {
  const queryClient = useQueryClient();
  return useMutation({
    meta: { withoutSession: true },
    mutationFn: (body: Body<'/api/auth/login', 'post'>) => unwrap(api.POST('/api/auth/login', { body })),
    onSuccess: (session) => queryClient.setQueryData(keys.session, session),
  });
}

export function useRegister() {
  const queryClient = useQueryClient();
  return useMutation({
    meta: { withoutSession: true },
    mutationFn: (body: Body<'/api/auth/register', 'post'>) => unwrap(api.POST('/api/auth/register', { body })),
    onSuccess: (session) => queryClient.setQueryData(keys.session, session),
  });
}

/** Leaves by loading the page anew, so that nothing of this user stays in memory. */
export function useLogOut() {
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/auth/logout')),
    onSuccess: () => location.assign('/login'),
  });
}
