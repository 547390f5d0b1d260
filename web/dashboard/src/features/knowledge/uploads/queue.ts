import { type ApiError, asApiError } from '@/api/error';
import type { Upload } from '../api';
import { refusalOf } from './files';

/** How many files go at the same time. */
const AT_ONCE = 3;

/** `failed` may be tried again; `refused` would be refused again. */
export type UploadState = 'waiting' | 'sending' | 'sent' | 'failed' | 'refused';

export interface UploadItem {
  id: number;
  name: string;
  size: number;
  state: UploadState;
  /** 0 to 1. */
  share: number;
  message: string | null;
  /** Null until the server knows it. */
  documentId: string | null;
  /** It comes in the place of another file. */
  replaces: boolean;
}

interface Target {
  documentId: string;
  upload: Upload;
}

/** What a queue asks others to do. */
export interface UploadCalls {
  create: (file: File) => Promise<Target>;
  replace: (documentId: string, file: File) => Promise<Target>;
  remove: (documentId: string) => Promise<unknown>;
  put: (upload: Upload, file: File, onProgress: (share: number) => void, signal: AbortSignal) => Promise<void>;
  /** The server has something new; done when it is shown. */
  changed: () => Promise<unknown>;
  /** Nothing is on its way any more; so many files went since the last time. */
  settled: (sent: number) => void;
}

interface Entry {
  item: UploadItem;
  file: File;
  abort: AbortController;
}

/** Files on their way to the server. It outlives the page that shows it. */
export class UploadQueue {
  private entries: Entry[] = [];
  private shown: readonly UploadItem[] = [];
  private sent = 0;
  private readonly sentIds = new Set<string>();
  private lastId = 0;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly calls: UploadCalls) {}

  readonly items = () => this.shown;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  get busy() {
    return this.shown.some(isGoing);
  }

  /** Whether the document's file went from here: it stands in line to be read. */
  hasSent(documentId: string) {
    return this.sentIds.has(documentId);
  }

  /** `room` is how many documents the plan still allows, as far as is known. */
  add(files: readonly File[], room = Number.POSITIVE_INFINITY) {
    let left = room - this.entries.filter(({ item }) => isGoing(item) && item.documentId === null).length;
    for (const file of files) {
      const refusal = refusalOf(file);
      if (!refusal) left -= 1;
      if (refusal) this.append(file, { state: 'refused', message: refusal });
      else if (left < 0) this.append(file, { state: 'failed', message: NO_ROOM });
      else this.append(file, {});
    }
    this.next();
  }

  replace(documentId: string, file: File) {
    this.drop(({ item }) => item.documentId === documentId && !isGoing(item));
    const refusal = refusalOf(file);
    this.append(file, { documentId, replaces: true, ...(refusal && { state: 'refused', message: refusal }) });
    this.next();
  }

  retry(id: number) {
    this.change(id, { state: 'waiting', share: 0, message: null });
    this.next();
  }

  /** Takes it off the list; what is on its way is stopped, and its unfinished document deleted. */
  remove(id: number) {
    const entry = this.entries.find(({ item }) => item.id === id);
    if (!entry) return;
    this.drop((other) => other === entry);
    entry.abort.abort();
    const { documentId, replaces } = entry.item;
    if (documentId && !replaces) this.forget(documentId);
    this.next();
  }

  /** Takes off what will not go. */
  clear() {
    for (const item of this.shown) if (isStuck(item)) this.remove(item.id);
  }

  private forget(documentId: string) {
    // Should it fail, the document stands in the list and can be deleted there.
    this.calls
      .remove(documentId)
      .catch(() => undefined)
      .finally(() => void this.calls.changed());
  }

  private append(file: File, start: Partial<UploadItem>) {
    this.lastId += 1;
    const item: UploadItem = {
      id: this.lastId,
      name: file.name,
      size: file.size,
      state: 'waiting',
      share: 0,
      message: null,
      documentId: null,
      replaces: false,
      ...start,
    };
    this.put([...this.entries, { item, file, abort: new AbortController() }]);
  }

  private next() {
    const going = this.entries.filter(({ item }) => item.state === 'sending').length;
    const waiting = this.entries.filter(({ item }) => item.state === 'waiting').slice(0, AT_ONCE - going);
    for (const entry of waiting) void this.send(entry);
    if (this.busy || this.sent === 0) return;
    this.calls.settled(this.sent);
    this.sent = 0;
  }

  private async send(entry: Entry) {
    const { id } = entry.item;
    const { signal } = entry.abort;
    this.change(id, { state: 'sending' });
    try {
      const { documentId, upload } = await this.target(entry);
      if (signal.aborted) {
        if (!entry.item.replaces) this.forget(documentId);
        return;
      }
      this.change(id, { documentId });
      await this.calls.put(upload, entry.file, (share) => this.change(id, { share }), signal);
      this.sent += 1;
      this.sentIds.add(documentId);
      this.change(id, { state: 'sent', share: 1 });
      // It leaves the list of uploads when the list of documents has it.
      this.calls
        .changed()
        .catch(() => undefined)
        .finally(() => this.drop(({ item }) => item.id === id));
    } catch (thrown) {
      if (!signal.aborted) this.fail(id, asApiError(thrown));
    }
    this.next();
  }

  /** A document that is there already gets another address for its file. */
  private target({ item, file }: Entry) {
    return item.documentId ? this.calls.replace(item.documentId, file) : this.calls.create(file);
  }

  private fail(id: number, error: ApiError) {
    const message = error.details[0]?.message ?? error.message;
    const isFull = error.error === 'Document limit reached';
    const state = error.status === 400 || error.status === 413 ? 'refused' : 'failed';
    this.change(id, { state, message, share: 0 });
    // The others would hear the same.
    if (isFull) {
      for (const { item } of this.entries) {
        if (item.state === 'waiting' && !item.documentId) this.change(item.id, { state, message });
      }
    }
  }

  private change(id: number, change: Partial<UploadItem>) {
    const entry = this.entries.find(({ item }) => item.id === id);
    if (!entry) return;
    entry.item = { ...entry.item, ...change };
    this.put(this.entries);
  }

  private drop(gone: (entry: Entry) => boolean) {
    this.put(this.entries.filter((entry) => !gone(entry)));
  }

  private put(entries: Entry[]) {
    this.entries = entries;
    this.shown = entries.map(({ item }) => item);
    for (const listener of this.listeners) listener();
  }
}

const NO_ROOM = 'This client has as many documents as its plan allows. Delete some, then try again.';

/** Neither on its way nor there. */
export const isStuck = ({ state }: UploadItem) => state === 'failed' || state === 'refused';

export const isGoing = ({ state }: UploadItem) => state === 'waiting' || state === 'sending';
