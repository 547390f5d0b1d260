/** The loader's button while there is a panel: whether it is open, and how many answers wait in it. */

import type { Host } from './contract';
import { icon } from './view/dom';

interface Button {
  showOpen(isOpen: boolean): void;
  showUnread(count: number): void;
}

export function dressButton({ button }: Host): Button {
  const badge = document.createElement('span');
  badge.className = 'badge';
  badge.setAttribute('aria-hidden', 'true');
  const down = icon('chevron');
  down.classList.add('turned');
  button.append(down, badge);
  return {
    showOpen: (isOpen) => button.setAttribute('aria-expanded', String(isOpen)),
    showUnread(count) {
      badge.textContent = count > 9 ? '9+' : count ? String(count) : '';
    },
  };
}
