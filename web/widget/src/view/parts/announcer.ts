/** Speaks to screen readers: one sentence at a time, when something is complete, and never the same twice in a row. */

import { make } from '../dom';

export type Announcer = ReturnType<typeof createAnnouncer>;

export function createAnnouncer() {
  const element = make('div', 'unseen', { role: 'status', 'aria-live': 'polite', 'aria-atomic': true });
  let last = '';

  return {
    element,
    say(text: string): void {
      if (text !== last) element.replaceChildren(make('p', '', { dir: 'auto' }, text));
      last = text;
    },
    /** From here on the same sentence is news again. */
    forget(): void {
      last = '';
    },
  };
}
