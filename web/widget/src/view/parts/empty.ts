/** What there is instead of messages: questions to begin with, a wait, or why there is no chat. */

import type { ChatState } from '../../engine/types';
import type { Context } from '../context';
import { button, icon, make, setText, show } from '../dom';
import { isFinal, tell } from '../failures';

export function createEmpty(context: Context) {
  const { words, chat, announcer, focusComposer } = context;
  const chips = make('ul', 'chips', { 'aria-label': words.suggestions });
  const bars = [make('i'), make('i'), make('i')];
  const loading = make('div', 'loading', {}, make('span', 'unseen', {}, words.loading), bars);
  const reason = make('p', '', { dir: 'auto' });
  const restart = () => {
    void chat.start();
    focusComposer();
  };
  const again = button('filled', '', restart, words.retry);
  const failed = make('div', 'failed', {}, icon('alert'), reason, again);
  let shown = '';

  function chip(question: string): HTMLElement {
    const ask = () => {
      if (chat.state.isBusy) return;
      chat.send(question);
      focusComposer();
    };
    return make('li', '', {}, button('chip', '', ask, make('span', '', { dir: 'auto' }, question)));
  }

  return {
    element: make('div', 'empty', {}, loading, failed, chips),
    update({ phase, settings, messages, failure }: ChatState): void {
      const questions = settings.suggestedQuestions;
      const text = phase === 'failed' ? tell(failure, context) : '';
      if (text && text !== reason.textContent) announcer.say(text);
      setText(reason, text);
      show(loading, phase === 'loading' && messages.length === 0);
      show(failed, phase === 'failed');
      show(again, !isFinal(failure));
      show(chips, phase === 'ready' && !failure && messages.length === 0 && questions.length > 0);
      if (shown === questions.join('\n')) return;
      shown = questions.join('\n');
      chips.replaceChildren(...questions.map(chip));
    },
  };
}
