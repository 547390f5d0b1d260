/** A chat of the engine with a server, anew for each test of a file. */

import { afterEach, beforeEach, vi } from 'vitest';
import { type ChatOptions, type ConversationChat, createChat } from '../engine/chat';
import { createStore } from '../engine/storage';
import { FakeServer, Streaming } from './server';

export const API = 'https://chat.example/api/widget';
export const ID = '11111111-1111-4111-8111-111111111111';

export class Stage {
  server = new FakeServer();
  /** What the next question is answered with. */
  stream = new Streaming();
  readonly tell = vi.fn();
  private readonly chats: ConversationChat[] = [];

  /** To be called at the top of a file. */
  static forEachTest(): Stage {
    const stage = new Stage();
    beforeEach(() => stage.begin());
    afterEach(() => stage.end());
    return stage;
  }

  chat(options: Partial<ChatOptions> = {}): ConversationChat {
    const store = createStore('key');
    const parts = { apiKey: 'key', apiUrl: API, isStreaming: true, page: {}, hints: {}, store, tell: this.tell };
    const chat = createChat({ ...parts, ...options });
    this.chats.push(chat);
    return chat;
  }

  async ready(options: Partial<ChatOptions> = {}): Promise<ConversationChat> {
    const chat = this.chat(options);
    await chat.start();
    return chat;
  }

  /** What the page was told by events of a name. */
  told(name: string): unknown[] {
    return this.tell.mock.calls.filter(([told]) => told === name).map(([, detail]) => detail);
  }

  /** What the browser has of the visitor. */
  get kept(): { sessionId: string; token: string | null } | null {
    return JSON.parse(createStore('key').get('visitor') ?? 'null');
  }

  private begin(): void {
    localStorage.clear();
    this.tell.mockClear();
    vi.spyOn(console, 'warn').mockReturnValue();
    this.server = new FakeServer();
    this.stream = new Streaming();
    this.server.answers['/chat/stream'] = (call) => this.stream.answer(call);
  }

  private end(): void {
    for (const chat of this.chats.splice(0)) chat.destroy();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    vi.useRealTimers();
  }
}

export function shape(chat: ConversationChat): string[] {
  return chat.state.messages.map(({ role, text, state }) => `${role} ${state}: ${text}`);
}
