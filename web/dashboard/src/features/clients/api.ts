import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { Body, Client } from '@/api/types';

/** All clients of the user, oldest first. */
export const clientsQuery = queryOptions({
  queryKey: keys.clients,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/dashboard/clients', { signal }))).clients,
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
    mutationFn: (name: string) => unwrap(api.POST('/api/dashboard/clients', { body: { name } })),
    onSuccess: (client) =>
      queryClient.setQueryData(keys.clients, (before: Client[] | undefined) => [...(before ?? []), client]),
  });
}

/** Renames it, pauses it or switches it off. */
export function useUpdateClient(id: string) {
  const changeList = useChangeList();
  return useMutation({
    mutationFn: (body: Body<'/api/dashboard/clients/{id}', 'patch'>) =>
      unwrap(api.PATCH('/api/dashboard/clients/{id}', { params: { path: { id } }, body })),
    onSuccess: (client) => changeList(withClient(client)),
  });
}

export function useSetDomains(id: string) {
  const changeList = useChangeList();
  return useMutation({
    mutationFn: (domains: string[]) =>
      unwrap(api.PATCH('/api/dashboard/clients/{id}/domains', { params: { path: { id } }, body: { domains } })),
    onSuccess: (client) => changeList(withClient(client)),
  });
}

export function useRegenerateKey(id: string) {
  const changeList = useChangeList();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/dashboard/clients/{id}/regenerate-key', { params: { path: { id } } })),
    onSuccess: (client) => changeList(withClient(client)),
  });
}

export function useDeleteClient(id: string) {
  const changeList = useChangeList();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/dashboard/clients/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      changeList((clients) => clients.filter((other) => other.id !== id));
      queryClient.removeQueries({ queryKey: keys.client(id) });
    },
  });
}
