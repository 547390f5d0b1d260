/** The widget's own element on the page, with the button in it. */

import type { Host } from '../contract';
import { textOn } from '../contrast';
import { STYLES } from './styles';

export interface PageHost extends Host {
  /** Puts the element on the page, or back when a router took it away. */
  attach(): void;
  remove(): void;
}

export function createHost(): PageHost {
  const element = document.createElement('conference-chat');
  const root = element.attachShadow({ mode: 'open' });
  // No page's content security policy forbids style sheets that a script makes.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement('button');
  button.className = 'launcher';
  const set = (name: string, value: string) => button.setAttribute(name, value);
  set('aria-haspopup', 'dialog');
  set('aria-expanded', 'false');
  button.append(bubble());
  root.append(button);

  const attach = () => {
    if (!element.isConnected) (document.body ?? document.documentElement).append(element);
  };
  // Its size becomes 0 when the page puts another body in the place of the one it is in. Of an element that was taken out on purpose
  // there is no parent; it stays away until somebody asks for it.
  const observer = new ResizeObserver(() => {
    if (element.parentNode) attach();
  });
  observer.observe(button);

  return {
    root,
    button,
    attach,
    paint({ primaryColor, position }) {
      button.style.setProperty('--fill', primaryColor);
      button.style.setProperty('--ink', textOn(primaryColor));
      button.classList.toggle('left', position === 'bottom-left');
    },
    name(label, language) {
      set('lang', language);
      set('aria-label', label);
      set('title', label);
    },
    remove() {
      observer.disconnect();
      element.remove();
    },
  };
}

function bubble(): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const path = document.createElementNS(space, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', 'M5 4h14a2 2 0 012 2v9a2 2 0 01-2 2h-7l-5 4v-4H5a2 2 0 01-2-2V6a2 2 0 012-2z');
  svg.append(path);
  return svg;
}
