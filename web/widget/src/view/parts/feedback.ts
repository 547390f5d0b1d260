/** Thumbs under an answer, and after thumbs down the question what was wrong. */

import type { Message } from '../../engine/types';
import type { Context } from '../context';
import { button, icon, make, setAttribute, setText, show } from '../dom';

const LONGEST = 1000;

export function createFeedback({ words, chat, announcer }: Context, id: string) {
  let rating: Message['rating'] = null;
  const up = button('thumb', words.helpful, () => rate('up'), icon('up'));
  const down = button('thumb down', words.notHelpful, () => rate('down'), icon('up'));
  const input = make('textarea', 'comment', {
    rows: 2,
    maxlength: LONGEST,
    'aria-label': words.whatWasWrong,
    placeholder: words.whatWasWrong,
  });
  const skip = button('small', '', finish, words.skip);
  const send = button('small filled', '', comment, words.sendComment);
  const form = make('div', 'comment-form', { hidden: true }, input, make('div', 'actions', {}, skip, send));
  const note = make('p', 'thanks', { hidden: true });

  async function rate(chosen: 'up' | 'down'): Promise<void> {
    const next = rating === chosen ? null : chosen;
    show(note, false);
    show(form, next === 'down');
    if (next === 'down') {
      input.focus({ preventScroll: true });
      form.scrollIntoView({ block: 'nearest' });
    }
    const isKept = await chat.rate(id, next);
    if (!isKept) say(words.failed);
    else if (next === 'up') say(words.thanks);
  }

  async function comment(): Promise<void> {
    const text = input.value.trim();
    if (!text || (await chat.rate(id, 'down', text))) finish();
    else say(words.failed);
  }

  function finish(): void {
    input.value = '';
    say(words.thanks);
    down.focus();
    show(form, false);
  }

  function say(text: string): void {
    setText(note, text);
    show(note, true);
    announcer.say(text);
  }

  return {
    /** Beside the time. */
    buttons: make('div', 'thumbs', {}, up, down),
    /** Under it. */
    element: make('div', 'feedback', {}, form, note),
    update(message: Message, isShown: boolean): void {
      rating = message.rating;
      show(up.parentElement ?? up, isShown && message.canRate);
      setAttribute(up, 'aria-pressed', String(rating === 'up'));
      setAttribute(down, 'aria-pressed', String(rating === 'down'));
      if (rating !== 'down') show(form, false);
    },
  };
}
