import { afterEach, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/error';
import { readExport } from './exportFile';

const answers = (...list: Response[]) => {
  const fetched: string[] = [];
  vi.stubGlobal('fetch', async (address: string) => {
    fetched.push(address);
    return list[fetched.length - 1] ?? new Response('too many requests of this test', { status: 500 });
  });
  return fetched;
};

afterEach(() => vi.unstubAllGlobals());

const signal = new AbortController().signal;

it('follows the cursor and puts the parts together', async () => {
  const fetched = answers(
    new Response('a,b\r\n', { headers: { 'x-next-cursor': 'x y' } }),
    new Response('1,2\r\n', { headers: { 'x-next-cursor': 'z' } }),
    new Response('3,4\r\n'),
  );
  const progress: number[] = [];
  const file = await readExport({ clientId: 'c', format: 'csv', from: '2026-01-01' }, signal, (bytes) =>
    progress.push(bytes),
  );
  expect(await file.text()).toBe('a,b\r\n1,2\r\n3,4\r\n');
  expect(file.type).toBe('text/csv');
  expect(progress).toEqual([5, 10, 15]);
  const base = '/api/dashboard/clients/c/conversations/export?format=csv&from=2026-01-01';
  expect(fetched).toEqual([base, `${base}&cursor=x+y`, `${base}&cursor=z`]);
});

it('gives no file when a later part fails', async () => {
  answers(
    new Response('{}\n', { headers: { 'x-next-cursor': 'x' } }),
    Response.json({ error: 'Away', message: 'Try again' }, { status: 503 }),
  );
  const exported = readExport({ clientId: 'c', format: 'jsonl' }, signal, () => undefined);
  await expect(exported).rejects.toMatchObject({ status: 503, message: 'Try again' });
});

it('gives no file when a part breaks off', async () => {
  const broken = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('a,b'));
      controller.error(new TypeError('network error'));
    },
  });
  answers(new Response(broken));
  const exported = readExport({ clientId: 'c', format: 'csv' }, signal, () => undefined);
  await expect(exported).rejects.toBeInstanceOf(ApiError);
});
