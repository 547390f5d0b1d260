/** The panel's head: who answers, a new conversation, close. */

import type { ChatState } from '../../engine/types';
import type { Context } from '../context';
import { button, icon, make, setText, show } from '../dom';

export function createHeader({ words, chat, announcer, focusComposer }: Context, onClose: () => void) {
  const name = make('bdi');
  const logo = make('img', '', { alt: '' });
  const avatar = make('span', 'avatar', { 'aria-hidden': true });
  let shownLogo: string | null = '';
  const showLogo = (isShown: boolean) => {
    avatar.replaceChildren(isShown ? logo : icon('chat'));
    avatar.classList.toggle('has-logo', isShown);
  };
  logo.addEventListener('error', () => showLogo(false));
  const restart = button(
    'plain',
    words.newConversation,
    () => {
      chat.startOver();
      announcer.say(words.newConversation);
      focusComposer();
    },
    icon('compose'),
  );
  const element = make(
    'header',
    'header',
    {},
    avatar,
    make('div', 'names', {}, make('h2', 'title', { id: 'title' }, name), make('p', 'subtitle', {}, words.assistant)),
    restart,
    button('plain', words.closeChat, onClose, icon('close')),
  );

  return {
    element,
    update({ settings, messages }: ChatState): void {
      setText(name, settings.widgetName);
      show(restart, messages.length > 0);
      if (settings.logoUrl === shownLogo) return;
      shownLogo = settings.logoUrl;
      if (shownLogo) logo.src = shownLogo;
      showLogo(!!shownLogo);
    },
  };
}
