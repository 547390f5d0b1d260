/** The chat as the dashboard shows it: an example conversation, no requests, settings that change as they are typed. */

import { cleanLook, DEFAULT_LOOK } from './look';
import { newMessage } from './messages';
import { completeSettings, readSettings } from './settings';
import { StateHolder } from './store';
import type { Chat, ChatState, Message, Source } from './types';

export interface Example {
  question: string;
  answer: string;
  source: Source;
}

const PAUSE = 40;

export class PreviewChat implements Chat {
  private readonly holder: StateHolder;
  private values: Record<string, unknown> = {};
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    settings: unknown,
    private example: Example,
  ) {
    this.holder = new StateHolder({
      phase: 'ready',
      settings: this.read(settings),
      messages: this.conversation(),
      isBusy: false,
      isOffline: false,
      limitedUntil: null,
      unread: 0,
      failure: null,
    });
  }

  get state(): ChatState {
    return this.holder.state;
  }

  subscribe(listener: () => void): () => void {
    return this.holder.subscribe(listener);
  }

  /** Shows what changed: the greeting and the suggestions stand in an empty conversation, all else in the example. */
  change(settings: unknown): void {
    const { settings: before, messages } = this.state;
    const after = this.read(settings);
    const isGreeting =
      before.welcomeMessage !== after.welcomeMessage ||
      JSON.stringify(before.suggestedQuestions) !== JSON.stringify(after.suggestedQuestions);
    const isAnswer = before.showSources !== after.showSources || before.showFeedback !== after.showFeedback;
    this.holder.set({ settings: after });
    if (isGreeting) this.startOver();
    else if (isAnswer && messages.length === 0) this.holder.set({ messages: this.conversation() });
  }

  /** The example in another language. */
  speak(example: Example): void {
    this.example = example;
    if (this.state.messages.length) this.holder.set({ messages: this.conversation(), isBusy: false });
    clearTimeout(this.timer);
  }

  async start(): Promise<void> {}

  send(text: string): void {
    if (!text.trim() || this.state.isBusy) return;
    const question = newMessage('visitor', text.trim(), 'done');
    const answer = newMessage('assistant', '', 'waiting');
    this.holder.set({ messages: [...this.state.messages, question, answer], isBusy: true });
    this.write(answer.id, this.example.answer.split(/(?<=\s)/));
  }

  stop(): void {
    const last = this.state.messages.at(-1);
    if (!last || !this.state.isBusy) return;
    clearTimeout(this.timer);
    this.holder.set({ isBusy: false });
    this.holder.patch(last.id, { state: 'stopped' });
  }

  retry(messageId: string): void {
    const at = this.state.messages.findIndex(({ id }) => id === messageId);
    const question = this.state.messages.slice(0, at + 1).findLast(({ role }) => role === 'visitor');
    if (!question || this.state.isBusy) return;
    this.holder.set({ messages: this.state.messages.filter(({ id }) => id !== messageId && id !== question.id) });
    this.send(question.text);
  }

  async rate(messageId: string, rating: 'up' | 'down' | null): Promise<boolean> {
    this.holder.patch(messageId, { rating });
    return true;
  }

  startOver(): void {
    clearTimeout(this.timer);
    this.holder.set({ messages: [], isBusy: false });
  }

  setOpen(): void {}

  destroy(): void {
    clearTimeout(this.timer);
    this.holder.clear();
  }

  private read(settings: unknown) {
    this.values = { ...this.values, ...(settings as Record<string, unknown> | null) };
    // What is being typed may be no colour yet.
    return completeSettings(
      readSettings(this.values, location.href),
      { ...DEFAULT_LOOK, ...cleanLook(this.values) },
      {},
    );
  }

  private conversation(): Message[] {
    const { question, answer, source } = this.example;
    return [
      newMessage('visitor', question, 'done'),
      { ...newMessage('assistant', answer, 'done'), sources: [source], canRate: true },
    ];
  }

  private write(id: string, words: readonly string[], written = 0): void {
    this.timer = setTimeout(() => {
      const isLast = written === words.length;
      const text = words.slice(0, written + 1).join('');
      if (!isLast) this.holder.patch(id, { text, state: 'streaming' });
      else {
        this.holder.set({ isBusy: false });
        this.holder.patch(id, { state: 'done', sources: [this.example.source], canRate: true });
      }
      if (!isLast) this.write(id, words, written + 1);
    }, PAUSE);
  }
}
