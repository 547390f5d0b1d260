/** Where the visitor writes. Enter sends, Shift and Enter begin a line; Enter that ends the choice of an input method does neither. */

import type { ChatState } from '../../engine/types';
import type { Context } from '../context';
import { count } from '../counter';
import { button, icon, make, setAttribute, setText, show } from '../dom';

export function createComposer({ words, chat, announcer, plural }: Context) {
  const input = make('textarea', 'input', { rows: 1, enterkeyhint: 'send', 'aria-describedby': 'counter' });
  const counter = make('p', 'counter', { id: 'counter' });
  const send = button('send', words.send, submit, icon('send'));
  const stop = button(
    'send',
    words.stop,
    () => {
      chat.stop();
      input.focus();
    },
    icon('stop'),
  );
  const element = make('div', 'composer', {}, make('div', 'field', {}, input, send, stop), counter);
  let isBlocked = false;
  let measured: string | null = null;
  let announced = '';

  input.addEventListener('input', typed);
  input.addEventListener('keydown', (event) => {
    // Safari ends a composition before this event and tells it by the key code alone.
    const isComposing = event.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || isComposing) return;
    event.preventDefault();
    submit();
  });

  function submit(): void {
    const text = input.value.trim();
    if (!text || isBlocked || count(text).isOver) return;
    write('');
    chat.send(text);
    input.focus();
  }

  function write(text: string): void {
    input.value = text;
    measured = null;
    typed();
  }

  function typed(): void {
    const { value } = input;
    const { isShown, isOver, number } = count(value);
    const text = isShown ? plural(isOver ? words.tooMany : words.left, number) : '';
    setText(counter, text);
    show(counter, isShown);
    counter.classList.toggle('over', isOver);
    setAttribute(input, 'aria-invalid', isOver);
    // The limit is spoken of when it comes near and when it is reached, not with every letter.
    const step = isOver ? 'over' : number <= 20 ? 'last' : 'near';
    if (text && step !== announced) announcer.say(text);
    announced = text && step;
    // Not `disabled`, which would take the focus away from whoever is on it.
    setAttribute(send, 'aria-disabled', isBlocked || isOver || !value.trim());
    if (measured === value) return;
    measured = value;
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight}px`;
  }

  return {
    element,
    input,
    write,
    update({ settings, isBusy, isOffline, limitedUntil, phase, failure }: ChatState): void {
      const placeholder = settings.inputPlaceholder || words.placeholder;
      setAttribute(input, 'placeholder', placeholder);
      setAttribute(input, 'aria-label', placeholder);
      isBlocked = isBusy || isOffline || !!failure || (limitedUntil ?? 0) > Date.now();
      show(element, phase !== 'failed');
      show(stop, isBusy);
      show(send, !isBusy);
      typed();
    },
  };
}
