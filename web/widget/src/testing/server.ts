/** A server for tests: it answers what it is told to, and notes what it was asked. */

import { vi } from 'vitest';

export interface Call {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
  signal: AbortSignal | null;
}

type Answer = Response | Error | Promise<Response>;

export const WIDGET = { primaryColor: '#0f766e', position: 'bottom-left', welcomeMessage: 'Hi', widgetName: 'Help' };

export class FakeServer {
  readonly calls: Call[] = [];
  /** By the end of a path; one function for all calls of it. */
  readonly answers: Record<string, (call: Call) => Answer> = {
    '/config': () => json({ widget: WIDGET }),
  };

  constructor() {
    vi.stubGlobal('fetch', (url: string, init: RequestInit = {}) => this.answer(url, init));
  }

  to(path: string): Call[] {
    return this.calls.filter(({ url }) => pathOf(url) === path);
  }

  private answer(url: string, init: RequestInit): Promise<Response> {
    const call: Call = {
      method: init.method ?? 'GET',
      url,
      headers: { ...(init.headers as Record<string, string>) },
      body: init.body ? JSON.parse(String(init.body)) : null,
      signal: init.signal ?? null,
    };
    this.calls.push(call);
    const answer = this.answers[pathOf(url)];
    const given = answer ? answer(call) : new TypeError('failed to fetch');
    if (given instanceof Error) return Promise.reject(given);
    return new Promise((resolve, reject) => {
      init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      Promise.resolve(given).then(resolve, reject);
    });
  }
}

function pathOf(url: string): string {
  return new URL(url).pathname.replace('/api/widget', '');
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}

/** An answer in events that are sent one by one. */
export class Streaming {
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  readonly response = new Response(
    new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.controller = controller;
      },
    }),
    { headers: { 'content-type': 'text/event-stream; charset=utf-8' } },
  );

  /** Breaks off when the browser gives the request up. */
  answer({ signal }: Call): Response {
    signal?.addEventListener('abort', () => this.break());
    return this.response;
  }

  send(name: string, data: unknown): this {
    this.controller?.enqueue(new TextEncoder().encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`));
    return this;
  }

  end(): void {
    this.controller?.close();
  }

  break(): void {
    this.controller?.error(new TypeError('network error'));
  }
}
