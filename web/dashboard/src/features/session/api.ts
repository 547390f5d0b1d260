import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { ApiError } from '@/api/error';
import { forgetAll } from '@/api/forgetAll';
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
  const begin = useBeginSession();
  return useMutation({
    meta: { withoutSession: true },
    mutationFn: (body: Body<'/api/auth/login', 'post'>) => unwrap(api.POST('/api/auth/login', { body })),
    onSuccess: begin,
  });
}

/** The same user once more, over a page with unsaved changes, which keeps what it shows. */
export function useLogInAgain(username: string) {
  const queryClient = useQueryClient();
  return useMutation({
    meta: { withoutSession: true },
    mutationFn: (proof: { password: string; code?: string }) =>
      unwrap(api.POST('/api/auth/login', { body: { username, ...proof } })),
    onSuccess: (session) => {
      queryClient.setQueryData(keys.session, session);
      return queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
    },
  });
}

export function useRegister() {
  const begin = useBeginSession();
  return useMutation({
    meta: { withoutSession: true },
    mutationFn: (body: Body<'/api/auth/register', 'post'>) => unwrap(api.POST('/api/auth/register', { body })),
    onSuccess: begin,
  });
}

function useBeginSession() {
  const queryClient = useQueryClient();
  return (session: Session) => {
    forgetAll(queryClient);
    queryClient.setQueryData(keys.session, session);
  };
}

/** Leaves by loading the page anew, so that nothing of this user stays in memory. */
export function useLogOut() {
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/auth/logout')),
    onSuccess: () => location.assign('/login'),
  });
}
