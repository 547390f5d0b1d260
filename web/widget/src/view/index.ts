/** The chat panel, in the loader's shadow root. */

import type { Chat } from '../engine/types';
import { createPanel } from './panel';
import { STYLES } from './styles';
import type { Words } from './words';

export interface MountOptions {
  root: ShadowRoot;
  chat: Chat;
  /** A language's code, for directions, numbers and times. */
  language: string;
  words: Words;
  /** The visitor closes the panel: with its button or Escape. */
  onClose(): void;
  /** What the focus goes back to. */
  launcher: HTMLElement;
}

export interface PanelHandle {
  /** What is written and not sent. */
  draft: string;
  open(): void;
  close(): void;
  setWords(language: string, words: Words): void;
  destroy(): void;
}

const FIELDS = 'input, textarea, select, [contenteditable]';

export function mountPanel(options: MountOptions): PanelHandle {
  const { root, launcher } = options;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  let isByVisitor = false;
  const onClose = () => {
    isByVisitor = true;
    options.onClose();
    isByVisitor = false;
  };
  let panel = createPanel({ ...options, onClose });

  return {
    get draft() {
      return panel.draft;
    },
    set draft(text) {
      panel.draft = text;
    },
    open() {
      panel.open();
      // A page that opens the panel while its visitor writes elsewhere must not take the letters.
      if (panel.isCovering() || !document.activeElement?.matches(FIELDS)) panel.focus();
    },
    close() {
      if (panel.element.hidden) return;
      // A page that closes the panel while its visitor is busy elsewhere must not take the focus away.
      const hadFocus = panel.element.contains(root.activeElement);
      panel.close();
      if (hadFocus || isByVisitor) launcher.focus({ preventScroll: true });
    },
    setWords(language, words) {
      const old = panel;
      panel = createPanel({ ...options, onClose, language, words });
      panel.draft = old.draft;
      if (!old.element.hidden) panel.open();
      if (old.element.contains(root.activeElement)) panel.focus();
      old.destroy();
    },
    destroy() {
      panel.destroy();
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
    },
  };
}
