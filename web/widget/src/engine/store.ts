/** The state of a chat and who listens to it. */

import type { ChatState, Message } from './types';

export class StateHolder {
  private readonly listeners = new Set<() => void>();

  constructor(public state: ChatState) {}

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  set(changes: Partial<ChatState>): void {
    this.state = { ...this.state, ...changes };
    for (const listener of [...this.listeners]) listener();
  }

  message(id: string): Message | undefined {
    return this.state.messages.find((message) => message.id === id);
  }

  patch(id: string, changes: Partial<Message>): void {
    this.set({ messages: this.state.messages.map((each) => (each.id === id ? { ...each, ...changes } : each)) });
  }

  clear(): void {
    this.listeners.clear();
  }
}
