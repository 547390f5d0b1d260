/** The calls of the widget's API. */

import { type AnswerListener, type Ending, readAnswer } from './answer';
import { Failed, failed, failureOf } from './failures';
import { type Identity, identityHeader } from './identity';
import { readMessages } from './messages';
import type { Message } from './types';

/** Longer than any answer takes to begin, and than the pauses between its pieces. */
export const SILENCE = 45_000;

type Init = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };

interface Conversation {
  id: string;
  token: string | null;
}

export interface Server {
  identity: Identity | null;
  /** Where `/chat…` is, when not beside the rest. */
  chatUrl: string | null;
  configuration(): Promise<unknown>;
  messages(session: Conversation): Promise<Message[]>;
  rate(session: Conversation, messageId: string, rating: string, comment?: string): Promise<void>;
  ask(session: Conversation, message: string, signal: AbortSignal, listener: AnswerListener): Promise<Ending>;
}

export function createServer(apiUrl: string, apiKey: string, isStreaming: boolean): Server {
  const chat = (path: string) => `${server.chatUrl ?? apiUrl}/chat${path}`;

  function visitor(token: string | null): Record<string, string> {
    const { identity } = server;
    return { 'x-visitor-token': token ?? 'new', ...(identity && { 'x-visitor-identity': identityHeader(identity) }) };
  }

  function post({ token }: Conversation, body: unknown): Init {
    const headers = { ...visitor(token), 'content-type': 'application/json' };
    return { method: 'POST', headers, body: JSON.stringify(body) };
  }

  /** Ends when nothing came for too long, in the headers or while `read` reads and does not say that it is `alive`. */
  async function call<T>(
    url: string,
    { signal, ...init }: Init,
    read: (response: Response, alive: () => void) => Promise<T>,
  ): Promise<T> {
    const ending = new AbortController();
    const stop = () => ending.abort();
    let isLate = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        isLate = true;
        stop();
      }, SILENCE);
    };
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    alive();
    try {
      const headers = { 'x-api-key': apiKey, ...init.headers };
      const response = await fetch(url, { ...init, headers, credentials: 'omit', signal: ending.signal });
      alive();
      if (!response.ok) throw new Failed(await failureOf(response));
      return await read(response, alive);
    } catch (error) {
      throw isLate ? failed('timeout') : error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  }

  const server: Server = {
    identity: null,
    chatUrl: null,
    async configuration() {
      try {
        return await call(`${apiUrl}/config`, {}, json);
      } catch (error) {
        if (error instanceof Failed || navigator.onLine === false) throw error;
        // A page that is not allowed may not read the refusal. That somebody answers, it may notice.
        await fetch(`${apiUrl}/health`, { mode: 'no-cors', credentials: 'omit' });
        throw failed('not_allowed');
      }
    },
    async messages({ id, token }) {
      const url = chat(`/conversation?sessionId=${id}`);
      return readMessages(await call(url, { headers: visitor(token) }, json));
    },
    rate(session, messageId, rating, comment) {
      // What is undefined is no part of JSON.
      const body = { sessionId: session.id, messageId, rating, comment: comment || undefined };
      return call(chat('/feedback'), post(session, body), async () => undefined);
    },
    ask(session, message, signal, listener) {
      const metadata = { userAgent: navigator.userAgent, pageUrl: location.href };
      const init = { ...post(session, { message, sessionId: session.id, metadata }), signal };
      return call(chat(isStreaming ? '/stream' : ''), init, (response, alive) => readAnswer(response, listener, alive));
    },
  };
  return server;
}

function json(response: Response): Promise<unknown> {
  return response.json();
}
