/** Who listens on the page. A mistake of theirs ends nothing of ours, and nothing of ours reaches them. */

import type { ConferenceChat } from '../contract';
import type { Tell } from '../engine/events';

type Handler = (detail: never) => void;

export interface Handlers extends Pick<ConferenceChat, 'on' | 'off'> {
  tell: Tell;
}

export function createHandlers(): Handlers {
  let list: { name: string; handler: Handler }[] = [];
  let isReady = false;
  const off: Handlers['off'] = (name, handler) => {
    list = list.filter((each) => each.name !== name || each.handler !== handler);
  };
  return {
    off,
    on(name, handler) {
      list = [...list, { name, handler }];
      // Whoever comes later is told, too.
      if (name === 'ready' && isReady) quietly(() => handler({} as never));
      return () => off(name, handler);
    },
    tell(name, detail) {
      isReady ||= name === 'ready';
      for (const each of list) if (each.name === name) quietly(() => each.handler(detail as never));
    },
  };
}

/** A function, or what it promises, that fails is told to the console and to nobody else. */
export function quietly(action: () => unknown): void {
  new Promise((resolve) => resolve(action())).catch((error) => console.error('Conference Chat:', error));
}
