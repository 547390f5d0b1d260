/** The panel's head: who answers, what becomes of the visitor's words, a new conversation, close. */

import type { ChatState } from '../../engine/types';
import type { Context } from '../context';
import { button, icon, make, setAttribute, setText, show } from '../dom';
import { safeUrl } from '../markdown/links';

export function createHeader({ words, chat, announcer, focusComposer }: Context, onClose: () => void) {
  const name = make('bdi');
  const logo = make('img', '', { alt: '' });
  const privacy = make('a', 'privacy', { target: '_blank', rel: 'noopener noreferrer' }, words.privacy);
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
    'div',
    'header',
    {},
    avatar,
    make(
      'div',
      'names',
      {},
      make('h2', 'title', { id: 'title' }, name),
      make('p', 'subtitle', {}, make('span', '', {}, words.assistant), privacy),
    ),
    restart,
    button('plain', words.closeChat, onClose, icon('close')),
  );

  return {
    element,
    update({ settings, messages }: ChatState): void {
      setText(name, settings.widgetName);
      show(restart, messages.length > 0);
      const href = settings.privacyUrl && safeUrl(settings.privacyUrl);
      setAttribute(privacy, 'href', href);
      show(privacy, !!href);
      if (settings.logoUrl === shownLogo) return;
      shownLogo = settings.logoUrl;
      if (shownLogo) logo.src = shownLogo;
      showLogo(!!shownLogo);
    },
  };
}
