/** A visitor's conversation with a client's assistant. */

import type { Tell } from './events';
import { createExchange } from './exchange';
import { failureOfError } from './failures';
import { readIdentity } from './identity';
import type { Look } from './look';
import { createServer } from './server';
import { Session } from './session';
import { completeSettings, readConfiguration } from './settings';
import { parsed, type Store } from './storage';
import { StateHolder } from './store';
import type { Chat, Failure, Message } from './types';

export interface ChatOptions {
  apiKey: string;
  apiUrl: string;
  isStreaming: boolean;
  /** What the page says about the button, and its hints for a first visit. */
  page: Partial<Look>;
  hints: Partial<Look>;
  store: Store;
  tell: Tell;
}

/** The chat, and what only the application uses of it. */
export interface ConversationChat extends Chat {
  /** `{userId, name?, hash}`, or null when nobody is logged in any more. */
  identify(value: unknown): void;
}

const SETTINGS = 'settings';
/** Of messages that the server does not have. */
const UNSENT: readonly Message['state'][] = ['sending', 'waiting'];

export function createChat(options: ChatOptions): ConversationChat {
  const { store, tell, apiUrl, page, hints } = options;
  const server = createServer(apiUrl, options.apiKey, options.isStreaming);
  const session = new Session(store, sessionChanged);
  const ends = new AbortController();
  let starting: Promise<void> | null = null;
  let restoring: Promise<void> | null = null;
  let isOpen = false;
  /** Another tab went on with the conversation. */
  let isStale = false;

  const kept = readConfiguration(parsed(store.get(SETTINGS)), apiUrl);
  server.chatUrl = kept?.chatUrl ?? null;
  const holder = new StateHolder({
    phase: kept ? 'ready' : 'loading',
    settings: completeSettings(kept?.settings ?? {}, page, hints),
    messages: [],
    isBusy: false,
    isOffline: navigator.onLine === false,
    limitedUntil: null,
    unread: 0,
    failure: null,
  });
  const ready = () => (holder.state.phase === 'ready' ? restoring : starting);
  const onAnswer = () => {
    if (!isOpen) setUnread(holder.state.unread + 1);
  };
  const exchange = createExchange({ holder, server, session, tell, ready, onAnswer });
  addEventListener('offline', () => holder.set({ isOffline: true }), { signal: ends.signal });
  addEventListener('online', cameBack, { signal: ends.signal });
  addEventListener('visibilitychange', refresh, { signal: ends.signal });
  // Of what other pages did meanwhile, a page that the visitor goes back to is not told.
  addEventListener('pageshow', ({ persisted }) => persisted && session.reread(), { signal: ends.signal });

  /** Loads the settings and what was said before. Called again after a failure, it tries again. */
  function start(): Promise<void> {
    starting ??= load().finally(() => {
      if (holder.state.phase === 'failed') starting = null;
    });
    return starting;
  }

  async function load(): Promise<void> {
    // What was said is asked for at once where it is known whom to ask.
    const early = holder.state.phase === 'ready' ? restore() : null;
    if (!early) holder.set({ phase: 'loading', failure: null });
    try {
      const answer = await server.configuration();
      const known = readConfiguration(answer, apiUrl);
      if (!known) throw new Error('not a configuration');
      store.set(SETTINGS, JSON.stringify(answer));
      server.chatUrl = known.chatUrl;
      holder.set({ phase: 'ready', settings: completeSettings(known.settings, page, hints), failure: null });
    } catch (error) {
      loadingFailed(failureOfError(error));
    }
    checkLogin();
    await (early ?? (holder.state.phase === 'ready' ? restore() : null));
  }

  /** With the settings of the last visit, people can write as soon as the server is back. */
  function loadingFailed(failure: Failure): void {
    const isFinal = failure.code === 'not_allowed';
    if (isFinal) store.remove(SETTINGS);
    if (isFinal || holder.state.phase !== 'ready') holder.set({ phase: 'failed', failure });
    tell('error', { code: failure.code });
    console.warn(`Conference Chat: ${failure.code}. Is the key right, and this site among the allowed domains?`);
  }

  /** What the server has of this conversation. What is on the screen stays when it cannot be had. */
  function restore(): Promise<void> {
    if (!session.token) return Promise.resolve();
    isStale = false;
    const { id } = session;
    const show = (messages: Message[]) => {
      if (id !== session.id || !exchange.isUnanswered()) return;
      const isUnsent = ({ role, state }: Message) =>
        UNSENT.includes(state) || (role === 'visitor' && state === 'failed');
      holder.set({ messages: [...messages, ...holder.state.messages.filter(isUnsent)] });
    };
    restoring = server.messages(session).then(show, () => undefined);
    return restoring;
  }

  function sessionChanged(): void {
    isStale = true;
    refresh();
  }

  /** Asked for when somebody looks. */
  function refresh(): void {
    if (isStale && isOpen && document.visibilityState === 'visible') void restore();
  }

  function identify(value: unknown): void {
    const identity = readIdentity(value);
    if (value && !identity) console.warn('Conference Chat: identify needs userId and hash.');
    server.identity = identity;
    if (session.belongsTo(identity)) {
      forget();
      if (starting) void restore();
    }
    checkLogin();
  }

  function checkLogin(): void {
    const { phase, failure, settings } = holder.state;
    const isMissing = settings.requireLogin && !server.identity;
    if (phase !== 'ready' || (!isMissing && failure?.code !== 'login_required')) return;
    holder.set({ failure: isMissing ? { code: 'login_required' } : null });
  }

  function forget(): void {
    exchange.drop();
    holder.set({ messages: [] });
  }

  function cameBack(): void {
    holder.set({ isOffline: false });
    if (holder.state.phase === 'failed') void start();
  }

  function setUnread(unread: number): void {
    holder.set({ unread });
    tell('unread', { count: unread });
  }

  return {
    get state() {
      return holder.state;
    },
    subscribe: (listener) => holder.subscribe(listener),
    start,
    send: exchange.send,
    stop: exchange.stop,
    retry: exchange.retry,
    async rate(messageId, rating, comment) {
      const before = holder.message(messageId);
      if (!before?.canRate) return false;
      holder.patch(messageId, { rating });
      try {
        await server.rate(session, exchange.serverId(messageId), rating ?? 'none', comment);
        return true;
      } catch {
        holder.patch(messageId, { rating: before.rating });
        return false;
      }
    },
    startOver() {
      session.begin();
      forget();
    },
    setOpen(next) {
      isOpen = next;
      if (!next) return;
      if (holder.state.unread) setUnread(0);
      if (holder.state.phase === 'failed') void start();
      refresh();
    },
    identify,
    destroy() {
      ends.abort();
      holder.clear();
      exchange.drop();
      session.destroy();
    },
  };
}
