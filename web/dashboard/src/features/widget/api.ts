import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError, api, unwrap } from '@/api/client';
import { widgetQuery } from '@/api/clientQueries';
import { keys } from '@/api/keys';
import type { Answer, Body } from '@/api/types';
import { changeOf, isNewLogo, type Values } from './values';

export type Widget = Answer<'/api/dashboard/widget/{id}', 'get'>;
export type WidgetChange = Body<'/api/dashboard/widget/{id}', 'put'>;
export type Identity = Answer<'/api/dashboard/widget/{id}/identity', 'get'>;
export type Sighting = Answer<'/api/dashboard/widget/{id}/installation', 'get'>['seen'][number];
export type Check = Answer<'/api/dashboard/widget/{id}/installation', 'post'>;

const at = (clientId: string) => ({ path: { id: clientId } });

/** Saves the logo and then all else. */
export function useSaveWidget(clientId: string) {
  const queryClient = useQueryClient();
  const params = at(clientId);
  return useMutation({
    mutationFn: async ({ values, logo }: { values: Values; logo: string | null }) => {
      if (isNewLogo(values.logo)) await putLogo(clientId, values.logo);
      else if (values.logo === null && logo !== null) {
        await unwrap(api.DELETE('/api/dashboard/widget/{id}/logo', { params }));
      }
      return unwrap(api.PUT('/api/dashboard/widget/{id}', { params, body: changeOf(values) }));
    },
    onSuccess: (widget) => queryClient.setQueryData(widgetQuery(clientId).queryKey, widget),
    // The logo may have been saved before the rest was refused.
    onError: () => queryClient.invalidateQueries({ queryKey: keys.client(clientId, 'widget') }),
  });
}

async function putLogo(clientId: string, address: string) {
  const body = { image: address.slice(address.indexOf(',') + 1) };
  try {
    await unwrap(api.PUT('/api/dashboard/widget/{id}/logo', { params: at(clientId), body }));
  } catch (error) {
    if (!(error instanceof ApiError) || ![400, 413].includes(error.status)) throw error;
    // To the form it is the field of the logo that is wrong.
    const message = error.details[0]?.message ?? error.message;
    const { status, requestId } = error;
    throw new ApiError(
      { status, error: error.error, message, requestId, details: [{ code: 'custom', path: ['logo'], message }] },
      { cause: error },
    );
  }
}

export const identityQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.client(clientId, 'identity'),
    queryFn: ({ signal }) => unwrap(api.GET('/api/dashboard/widget/{id}/identity', { params: at(clientId), signal })),
  });

export function useMakeSecret(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/dashboard/widget/{id}/identity', { params: at(clientId) })),
    // The secret itself is told once, and kept nowhere.
    onSuccess: ({ secret: _, ...known }) => queryClient.setQueryData(identityQuery(clientId).queryKey, known),
  });
}

export function useDeleteSecret(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/dashboard/widget/{id}/identity', { params: at(clientId) })),
    onSuccess: () => {
      queryClient.setQueryData(
        widgetQuery(clientId).queryKey,
        (before) => before && { ...before, requireLogin: false },
      );
      return queryClient.invalidateQueries({ queryKey: keys.client(clientId, 'identity') });
    },
  });
}

export function useCheckPage(clientId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (url: string) =>
      unwrap(api.POST('/api/dashboard/widget/{id}/installation', { params: at(clientId), body: { url } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.client(clientId, 'installation') }),
  });
}
