import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { readClient } from '@/api/readClient';
import type { Client } from '@/api/types';

/** All clients of the user, oldest first. */
export const clientsQuery = queryOptions({
  queryKey: keys.clients,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/dashboard/clients', { signal }))).clients.map(readClient),
  staleTime: 60_000,
});

type Change = (clients: Client[]) => Client[];

/** Changes the cached list, which is what every page reads its client from. */
function useChangeList() {
  const queryClient = useQueryClient();
  return (change: Change) =>
    queryClient.setQueryData(keys.clients, (before: Client[] | undefined) => before && change(before));
}

const withClient = (client: Client) => (clients: Client[]) =>
  clients.map((other) => (other.id === client.id ? client : other));

export function useCreateClient() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (name: string) =>
      readClient(await unwrap(api.POST('/api/dashboard/clients', { body: { name } }))),
    onSuccess: (client) =>
      queryClient.setQueryData(keys.clients, (before: Client[] | undefined) => [...(before ?? []), client]),
  });
}

export function useRenameClient(id: string) {
  const changeList = useChangeList();
  return useMutation({
    mutationFn: async (name: string) =>
      readClient(await unwrap(api.PATCH('/api/dashboard/clients/{id}', { params: { path: { id } }, body: { name } }))),
    onSuccess: (client) => changeList(withClient(client)),
  });
}

/** Pauses it, switches it off or on. */
export function useSetStatus(id: string) {
  const changeList = useChangeList();
  return useMutation({
    mutationFn: async (status: Client['status']) =>
      readClient(
        await unwrap(api.PATCH('/api/dashboard/clients/{id}', { params: { path: { id } }, body: { status } })),
      ),
    ...useShownAtOnce(id, (status: Client['status']) => ({ status })),
    scope: { id: `status ${id}` },
    onSuccess: (client) => changeList(withClient(client)),
  });
}

export function useSetDomains(id: string) {
  const changeList = useChangeList();
  return useMutation({
    mutationFn: async (domains: string[]) =>
      readClient(
        await unwrap(api.PATCH('/api/dashboard/clients/{id}/domains', { params: { path: { id } }, body: { domains } })),
      ),
    ...useShownAtOnce(id, (allowedDomains: string[]) => ({ allowedDomains })),
    // One after the other: each sends the whole list.
    scope: { id: `domains ${id}` },
    onSuccess: (client) => changeList(withClient(client)),
  });
}

/** Shows a change of a client before the server has it, and takes it back when the server refuses. */
function useShownAtOnce<Variables>(id: string, changeOf: (variables: Variables) => Partial<Client>) {
  const queryClient = useQueryClient();
  return {
    onMutate: async (variables: Variables) => {
      await queryClient.cancelQueries({ queryKey: keys.clients, exact: true });
      const before = queryClient.getQueryData<Client[]>(keys.clients);
      const change = (clients: Client[] | undefined) =>
        clients?.map((client) => (client.id === id ? { ...client, ...changeOf(variables) } : client));
      queryClient.setQueryData(keys.clients, change);
      return { before };
    },
    onError: (_error: Error, _variables: Variables, context: { before: Client[] | undefined } | undefined) => {
      if (context?.before) queryClient.setQueryData(keys.clients, context.before);
    },
  };
}

export function useRegenerateKey(id: string) {
  const changeList = useChangeList();
  return useMutation({
    mutationFn: async () =>
      readClient(await unwrap(api.POST('/api/dashboard/clients/{id}/regenerate-key', { params: { path: { id } } }))),
    onSuccess: (client) => changeList(withClient(client)),
  });
}

export function useDeleteClient(id: string) {
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/dashboard/clients/{id}', { params: { path: { id } } })),
  });
}

/** Forgets a client that was deleted: once its pages are left, which would else say that there is nothing. */
export function useForgetClient() {
  const queryClient = useQueryClient();
  return useCallback(
    (id: string) => {
      queryClient.setQueryData(keys.clients, (before: Client[] | undefined) =>
        before?.filter((other) => other.id !== id),
      );
      queryClient.removeQueries({ queryKey: keys.client(id) });
    },
    [queryClient],
  );
}
