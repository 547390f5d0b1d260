import { afterEach, expect, it } from 'vitest';
import { ApiError } from '@/api/error';
import { keys } from '@/api/keys';
import { holdUnsaved } from '@/lib/unsaved';
import { createQueryClient, shouldRetry } from './queryClient';

let release = () => {};
afterEach(() => release());

const ended = new ApiError({ status: 401, error: 'Not authenticated', message: 'Log in.' });

/** What is left when a request finds that the session is over. */
async function leftAfterTheEnd() {
  const queryClient = createQueryClient();
  queryClient.setQueryData(keys.session, { user: { id: '1', username: 'ada' } });
  queryClient.setQueryData(keys.clients, ['a client']);
  const refused = queryClient.fetchQuery({ queryKey: ['more'], queryFn: () => Promise.reject(ended) });
  await expect(refused).rejects.toBe(ended);
  return { session: queryClient.getQueryData(keys.session), clients: queryClient.getQueryData(keys.clients) };
}

it('forgets what was read when the session is over', async () => {
  expect(await leftAfterTheEnd()).toEqual({ session: null, clients: undefined });
});

it('leaves a page with unsaved changes what it shows', async () => {
  release = holdUnsaved();
  expect(await leftAfterTheEnd()).toEqual({ session: null, clients: ['a client'] });
});

it('tries again what another try may cure', () => {
  const offline = new ApiError({ status: 0, error: 'offline', message: '' });
  expect([shouldRetry(0, offline), shouldRetry(2, offline), shouldRetry(0, ended)]).toEqual([true, false, false]);
});
