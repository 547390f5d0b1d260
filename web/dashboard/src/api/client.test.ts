import { afterEach, expect, it, vi } from 'vitest';
import { api, request, unwrap } from './client';
import { ApiError } from './error';

afterEach(() => vi.unstubAllGlobals());

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  vi.stubGlobal(
    'fetch',
    async () =>
      new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } }),
  );

const thrown = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

it('hands on the body of a good answer', async () => {
  answer(200, { message: 'bye' });
  expect(await unwrap(api.POST('/api/auth/logout'))).toEqual({ message: 'bye' });
});

it('tells what the server told', async () => {
  const details = [{ code: 'too_small', path: ['username'], message: 'Too short' }];
  answer(429, { error: 'Limit', message: 'Wait', requestId: 'r1', details }, { 'retry-after': '7' });
  const error = await thrown(unwrap(api.POST('/api/auth/logout')));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    status: 429,
    error: 'Limit',
    message: 'Wait',
    requestId: 'r1',
    details,
    retryAfter: 7,
  });
});

it('has words for an answer that is not ours', async () => {
  vi.stubGlobal('fetch', async () => new Response('<h1>Bad Gateway</h1>', { status: 502 }));
  expect(await thrown(request('/api/anything'))).toMatchObject({
    status: 502,
    message: 'The server could not answer. Try again in a moment.',
    details: [],
    retryAfter: null,
  });
});

it('calls a server that cannot be reached offline', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Failed to fetch');
  });
  for (const call of [unwrap(api.GET('/api/auth/me')), request('/api/auth/me')]) {
    expect(await thrown(call)).toMatchObject({ status: 0, error: 'offline', isOffline: true });
  }
});

it('lets an aborted request be an aborted request', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new DOMException('Aborted', 'AbortError');
  });
  expect(await thrown(unwrap(api.GET('/api/auth/me')))).toMatchObject({ name: 'AbortError' });
});
