import { beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/error';
import { type UploadCalls, UploadQueue } from './queue';

const upload = { method: 'PUT', url: '/store', headers: {}, expiresAt: '2026-01-01T00:00:00Z' };
const file = (name: string) => new File(['text'], name);

/** Files that are being sent, each to be ended by the test. */
let sending: { name: string; end: () => void; fail: (error: Error) => void; signal: AbortSignal }[];
let calls: { [Name in keyof UploadCalls]: ReturnType<typeof vi.fn<UploadCalls[Name]>> };
let queue: UploadQueue;

beforeEach(() => {
  sending = [];
  calls = {
    create: vi.fn(async (sent: File) => ({ documentId: `document of ${sent.name}`, upload })),
    replace: vi.fn(async (documentId: string) => ({ documentId, upload })),
    remove: vi.fn(async () => undefined),
    put: vi.fn(
      (_upload, sent: File, _onProgress, signal: AbortSignal) =>
        new Promise<void>((end, fail) => sending.push({ name: sent.name, end, fail, signal })),
    ),
    changed: vi.fn(async () => undefined),
    settled: vi.fn(),
  };
  queue = new UploadQueue(calls);
});

const states = () => queue.items().map(({ name, state }) => `${name} ${state}`);
const settle = () => vi.waitFor(() => expect(queue.busy).toBe(false));
const onTheWay = (count: number) => vi.waitFor(() => expect(sending).toHaveLength(count));

it('sends three at a time, and tells when all are there', async () => {
  queue.add(['a.md', 'b.md', 'c.md', 'd.md'].map(file));
  await onTheWay(3);
  expect(states()).toEqual(['a.md sending', 'b.md sending', 'c.md sending', 'd.md waiting']);
  sending[1]?.end();
  await onTheWay(4);
  await vi.waitFor(() => expect(states()).toEqual(['a.md sending', 'c.md sending', 'd.md sending']));
  for (const { end } of sending) end();
  await settle();
  await vi.waitFor(() => expect(queue.items()).toEqual([]));
  expect(calls.settled.mock.calls).toEqual([[4]]);
  expect([queue.hasSent('document of a.md'), queue.hasSent('another')]).toEqual([true, false]);
});

it('keeps one in its list until the list of documents has it', async () => {
  let shown = () => {};
  calls.changed.mockReturnValue(
    new Promise<undefined>((resolve) => {
      shown = () => resolve(undefined);
    }),
  );
  queue.add([file('a.md')]);
  await onTheWay(1);
  sending[0]?.end();
  await settle();
  expect(states()).toEqual(['a.md sent']);
  shown();
  await vi.waitFor(() => expect(queue.items()).toEqual([]));
});

it('asks nobody about what it knows to be wrong', () => {
  queue.add([file('talks.xlsx'), new File([], 'empty.pdf')]);
  expect(states()).toEqual(['talks.xlsx refused', 'empty.pdf refused']);
  expect(calls.create).not.toHaveBeenCalled();
});

it('does not send more than the plan has room for', async () => {
  queue.add(['a.md', 'b.png', 'c.md'].map(file), 1);
  await onTheWay(1);
  expect(states()).toEqual(['a.md sending', 'b.png refused', 'c.md failed']);
});

it('tells all that wait when the server has no room', async () => {
  const full = new ApiError({ status: 403, error: 'Document limit reached', message: 'Delete some' });
  calls.create.mockRejectedValue(full);
  queue.add(['a.md', 'b.md', 'c.md', 'd.md', 'e.md'].map(file));
  await settle();
  expect(queue.items().map(({ state, message }) => [state, message])).toEqual(Array(5).fill(['failed', 'Delete some']));
  expect(calls.create).toHaveBeenCalledTimes(3);
});

it('sends a failed one again to the same document', async () => {
  queue.add([file('a.md')]);
  await onTheWay(1);
  sending[0]?.fail(new ApiError({ status: 0, error: 'Upload failed', message: 'Broke off' }));
  await settle();
  expect(queue.items()[0]).toMatchObject({ state: 'failed', message: 'Broke off' });
  queue.retry(queue.items()[0]?.id ?? 0);
  await onTheWay(2);
  expect(calls.create).toHaveBeenCalledTimes(1);
  expect(calls.replace).toHaveBeenCalledWith('document of a.md', expect.any(File));
});

it('stops one and takes its document away', async () => {
  queue.add([file('a.md')]);
  await onTheWay(1);
  queue.remove(queue.items()[0]?.id ?? 0);
  expect(sending[0]?.signal.aborted).toBe(true);
  expect(calls.remove).toHaveBeenCalledWith('document of a.md');
  expect(queue.items()).toEqual([]);
});

it('takes the document away that is made while it is stopped', async () => {
  queue.add([file('a.md')]);
  queue.remove(queue.items()[0]?.id ?? 0);
  await vi.waitFor(() => expect(calls.remove).toHaveBeenCalledWith('document of a.md'));
  expect(calls.put).not.toHaveBeenCalled();
});

it('never deletes a document whose file it was to replace', async () => {
  queue.replace('kept', file('a.md'));
  await onTheWay(1);
  expect(calls.replace).toHaveBeenCalledWith('kept', expect.any(File));
  queue.remove(queue.items()[0]?.id ?? 0);
  expect(calls.remove).not.toHaveBeenCalled();
});
