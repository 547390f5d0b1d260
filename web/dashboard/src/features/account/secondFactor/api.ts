import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { Answer, Body } from '@/api/types';
import { sessionsQuery } from '../api';

export type SetUp = Answer<'/api/auth/second-factor', 'post'>;

export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/auth/second-factor', { signal })),
});

function useRefresh() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: secondFactorQuery.queryKey }),
      // Turning it on ends the others.
      queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
    ]);
}

/** What the authenticator is given. Nothing is turned on yet. */
export function useSetUp() {
  return useMutation({
    mutationFn: (password: string) => unwrap(api.POST('/api/auth/second-factor', { body: { password } })),
  });
}

export function useConfirm() {
  return useMutation({
    mutationFn: (code: string) => unwrap(api.POST('/api/auth/second-factor/confirm', { body: { code } })),
    onSuccess: useRefresh(),
  });
}

export type Proof = Body<'/api/auth/second-factor', 'delete'>;

export function useReplaceRecoveryCodes() {
  return useMutation({
    mutationFn: (body: Proof) => unwrap(api.POST('/api/auth/second-factor/recovery-codes', { body })),
    onSuccess: useRefresh(),
  });
}

export function useTurnOff() {
  return useMutation({
    mutationFn: (body: Proof) => unwrap(api.DELETE('/api/auth/second-factor', { body })),
    onSuccess: useRefresh(),
  });
}
