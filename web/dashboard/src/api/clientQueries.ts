import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client';
import { keys } from './keys';

/** What several pages read of a client. */

const at = (clientId: string) => ({ path: { id: clientId } });

export const settingsQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.client(clientId, 'settings'),
    queryFn: ({ signal }) => unwrap(api.GET('/api/dashboard/clients/{id}/settings', { params: at(clientId), signal })),
  });

export const answersQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.client(clientId, 'answers'),
    queryFn: ({ signal }) => unwrap(api.GET('/api/dashboard/clients/{id}/answers', { params: at(clientId), signal })),
  });

export const widgetQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.client(clientId, 'widget'),
    queryFn: ({ signal }) => unwrap(api.GET('/api/dashboard/widget/{id}', { params: at(clientId), signal })),
  });

/** Sites on which the widget was seen, the last one first. */
export const installationQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.client(clientId, 'installation'),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/dashboard/widget/{id}/installation', { params: at(clientId), signal })),
  });
