/** An answer as the server sends it: in events as it is made, or whole. */

import { Failed, failed, failureOfCode } from './failures';
import { readSources } from './messages';
import { isRecord } from './settings';
import { createEventParser, type ServerEvent } from './sse';
import { parsed } from './storage';
import type { Source } from './types';

export interface AnswerListener {
  /** The server has the question. */
  started(token: string | null): void;
  text(text: string): void;
  sources(sources: Source[]): void;
}

export interface Ending {
  /** Null when the answer cannot be rated. */
  messageId: string | null;
  isUnknown: boolean;
}

/** Throws [`Failed`] when the answer fails, or breaks off. */
export async function readAnswer(response: Response, listener: AnswerListener, alive: () => void): Promise<Ending> {
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('event-stream')) return readWhole(response, listener);
  const parser = createEventParser();
  for await (const bytes of piecesOf(response)) {
    alive();
    for (const event of parser.push(bytes)) {
      const ending = readEvent(event, listener);
      if (ending) return ending;
    }
  }
  throw failed('unavailable');
}

/** All in one piece where a body cannot be read as it comes. */
async function* piecesOf(response: Response): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader?.();
  if (!reader) {
    yield new Uint8Array(await response.arrayBuffer());
    return;
  }
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Nobody waits for what may come after the end.
    reader.cancel().catch(() => undefined);
  }
}

function readEvent({ name, data }: ServerEvent, listener: AnswerListener): Ending | null {
  const value = parsed(data);
  if (name === 'sources') listener.sources(readSources(value));
  if (!isRecord(value)) return null;
  if (name === 'start') listener.started(typeof value.visitorToken === 'string' ? value.visitorToken : null);
  else if (name === 'chunk' && typeof value.text === 'string') listener.text(value.text);
  else if (name === 'error') throw new Failed(failureOfCode(value.code));
  else if (name === 'done') {
    const messageId = typeof value.messageId === 'string' ? value.messageId : null;
    return { messageId, isUnknown: value.unknown === true };
  }
  return null;
}

async function readWhole(response: Response, listener: AnswerListener): Promise<Ending> {
  const body: unknown = await response.json().catch(() => null);
  if (!isRecord(body) || typeof body.response !== 'string') throw failed('unavailable');
  listener.started(response.headers.get('x-visitor-token'));
  listener.text(body.response);
  listener.sources(readSources(body.sources));
  return { messageId: response.headers.get('x-message-id'), isUnknown: false };
}
