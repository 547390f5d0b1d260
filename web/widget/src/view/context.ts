/** What every part of the panel is given. */

import type { Chat } from '../engine/types';
import type { Announcer } from './parts/announcer';
import { type Plural, plural, type Words } from './words';

export type Context = ReturnType<typeof createContext>;

const DAY = 86_400_000;

export function createContext(
  chat: Chat,
  language: string,
  words: Words,
  announcer: Announcer,
  /** Where to go when what had the focus is gone. */
  focusComposer: () => void,
) {
  // Made once: it takes as long to make as a message.
  const clock = new Intl.DateTimeFormat(language, { timeStyle: 'short' });
  const dayOf = (at: number) => new Date(at).toDateString();

  return {
    chat,
    words,
    announcer,
    focusComposer,
    plural: (forms: Plural, count: number) => plural(language, forms, count),
    number: (value: number) => new Intl.NumberFormat(language, { useGrouping: false }).format(value),
    time: (at: number) => clock.format(at),
    /** “Today”, “Yesterday”, or the day of the week with its date. */
    day(at: number): string {
      const ago = [0, 1].find((days) => dayOf(at) === dayOf(Date.now() - days * DAY));
      return ago === undefined
        ? new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' }).format(at)
        : new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-ago, 'day');
    },
  };
}
