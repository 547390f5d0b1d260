/** A message on its way to the server, and its answer on the way back: one at a time. */

import type { Tell } from './events';
import { failureOfError } from './failures';
import { newMessage } from './messages';
import type { Server } from './server';
import type { Session } from './session';
import type { StateHolder } from './store';
import type { Chat, Failure, Message } from './types';

interface Run {
  readonly question: Message;
  readonly answerId: string;
  readonly abort: AbortController;
  /** The server has the question. */
  isStarted: boolean;
}

export interface Exchange extends Pick<Chat, 'send' | 'stop' | 'retry'> {
  /** No request is on its way, or none that the server has. */
  isUnanswered(): boolean;
  /** The server's name of an answer. */
  serverId(messageId: string): string;
  /** Ends what is on its way, without a trace. */
  drop(): void;
}

interface Parts {
  holder: StateHolder;
  server: Server;
  session: Session;
  tell: Tell;
  /** What is asked waits for the settings and for what was said before. */
  ready(): Promise<void> | null;
  onAnswer(): void;
}

/** In UTF-16 code units, as the server counts. */
const LONGEST = 2000;

export function createExchange({ holder, server, session, tell, ready, onAnswer }: Parts): Exchange {
  const serverIds = new Map<string, string>();
  let current: Run | null = null;
  let limitTimer: ReturnType<typeof setTimeout> | undefined;

  function send(text: string): void {
    const words = text.trim();
    if (!words || current) return;
    tell('message', { text: words });
    ask(words, holder.state.messages);
  }

  function retry(messageId: string): void {
    const { messages, limitedUntil } = holder.state;
    if (current || (limitedUntil ?? 0) > Date.now()) return;
    const upToIt = messages.slice(0, messages.findIndex(({ id }) => id === messageId) + 1);
    const question = upToIt.findLast(({ role }) => role === 'visitor');
    if (!question) return;
    // In the place of the old one, at the end: that is where the server will have it.
    const others = messages.filter(({ id }) => id !== question.id && id !== messageId);
    ask(question.text, others);
  }

  function ask(text: string, before: readonly Message[]): void {
    const question = newMessage('visitor', text, 'sending');
    const answer = newMessage('assistant', '', 'waiting');
    const run: Run = { question, answerId: answer.id, abort: new AbortController(), isStarted: false };
    current = run;
    holder.set({ messages: [...before, question, answer], isBusy: true });
    if (text.length > LONGEST) fail(run, { code: 'too_long' });
    else void exchange(run);
  }

  async function exchange(run: Run): Promise<void> {
    const { question, answerId, abort } = run;
    const isOn = () => current === run;
    let text = '';
    try {
      await ready();
      if (!isOn()) return;
      const { messageId, isUnknown } = await server.ask(session, question.text, abort.signal, {
        started(token) {
          if (!isOn()) return;
          run.isStarted = true;
          session.keep(token ?? session.token);
          holder.patch(question.id, { state: 'done' });
        },
        text(more) {
          text += more;
          if (isOn()) holder.patch(answerId, { text, state: 'streaming' });
        },
        sources(sources) {
          if (isOn()) holder.patch(answerId, { sources });
        },
      });
      if (!isOn()) return;
      if (messageId) serverIds.set(answerId, messageId);
      end(run);
      holder.patch(answerId, { state: 'done', canRate: messageId !== null, isUnknown });
      session.keep();
      tell('answer', { text, sources: holder.message(answerId)?.sources ?? [], isUnknown });
      onAnswer();
    } catch (error) {
      if (isOn()) fail(run, failureOfError(error));
    }
  }

  function stop(): void {
    const run = current;
    if (!run) return;
    end(run);
    holder.patch(run.question.id, { state: 'done' });
    holder.patch(run.answerId, { state: 'stopped' });
  }

  /** Of a message that was not taken there is no answer; of one that was, what came of it stays. */
  function fail(run: Run, failure: Failure): void {
    const { question, answerId, isStarted } = run;
    end(run);
    if (!isStarted) holder.set({ messages: holder.state.messages.filter(({ id }) => id !== answerId) });
    holder.patch(isStarted ? answerId : question.id, { state: 'failed', failure });
    if (failure.retryAt) limit(failure.retryAt);
    if (failure.code === 'login_required') holder.set({ failure });
    tell('error', { code: failure.code });
  }

  function end(run: Run): void {
    current = null;
    run.abort.abort();
    holder.set({ isBusy: false });
  }

  function limit(until: number): void {
    clearTimeout(limitTimer);
    holder.set({ limitedUntil: until });
    limitTimer = setTimeout(() => holder.set({ limitedUntil: null }), until - Date.now());
  }

  return {
    send,
    retry,
    stop,
    isUnanswered: () => !current?.isStarted,
    serverId: (messageId) => serverIds.get(messageId) ?? messageId,
    drop() {
      if (current) end(current);
    },
  };
}
