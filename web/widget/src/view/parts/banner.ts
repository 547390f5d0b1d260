/** A line above the conversation while something keeps the visitor from writing. */

import type { ChatState } from '../../engine/types';
import type { Context } from '../context';
import { icon, make, setText, show } from '../dom';
import { tell } from '../failures';

/** `again` is called when the text is no longer true: a minute is over, or the limit is. */
export function createBanner(context: Context, again: () => void) {
  const text = make('span');
  const element = make('div', 'banner', { hidden: true }, icon('alert'), text);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function textFor({ phase, isOffline, limitedUntil, failure }: ChatState): string {
    if (phase === 'failed') return '';
    if (isOffline) return context.words.offline;
    if ((limitedUntil ?? 0) > Date.now()) return tell({ code: 'rate_limited', retryAt: limitedUntil ?? 0 }, context);
    return phase === 'ready' && failure ? tell(failure, context) : '';
  }

  return {
    element,
    update(state: ChatState): void {
      clearTimeout(timer);
      const left = (state.limitedUntil ?? 0) - Date.now();
      if (left > 0) timer = setTimeout(again, (left % 60_000) + 50);
      const next = textFor(state);
      show(element, next !== '');
      if (next === text.textContent) return;
      setText(text, next);
      if (next) context.announcer.say(next);
      else context.announcer.forget();
    },
    destroy: () => clearTimeout(timer),
  };
}
