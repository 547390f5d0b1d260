/** Puts a chat's panel into the loader's shadow root and keeps the button in step with it. */

import { dressButton } from './button';
import type { App, AppOptions } from './contract';
import type { Chat } from './engine/types';
import { mountPanel, type PanelHandle } from './view';
import type { Words } from './view/words';

type Presented = Omit<App, 'identify' | 'preview'> & { panel: PanelHandle };

export function present(options: AppOptions, chat: Chat, onWords?: (words: Words) => void): Presented {
  const { host, tell } = options;
  let { language, words } = options;
  let wanted = language;
  let isOpen = false;
  /** One question after the other: what comes while an answer is made waits for its end. */
  const waiting: string[] = [];
  const close = () => show(false);
  const button = dressButton(host);
  const panel = mountPanel({ root: host.root, chat, language, words, onClose: close, launcher: host.button });
  const unsubscribe = chat.subscribe(() => {
    follow();
    if (waiting.length) queueMicrotask(sendNext);
  });
  follow();

  /** The button and the language follow the settings. */
  function follow(): void {
    const { settings, unread } = chat.state;
    host.paint(settings);
    button.showUnread(unread);
    const count = unread ? ` (${new Intl.NumberFormat(language).format(unread)})` : '';
    host.name((isOpen ? words.closeChat : words.openChat) + count, language);
    const next = options.chooseLanguage(settings.language);
    if (next !== wanted) void speak(next);
  }

  async function speak(next: string): Promise<void> {
    wanted = next;
    // Without the file the panel goes on in the language that it has.
    const loaded = await options.loadWords(next).catch(() => null);
    if (!loaded || wanted !== next) return;
    [language, words] = [next, loaded];
    panel.setWords(language, words);
    onWords?.(words);
    follow();
  }

  function show(next: boolean): void {
    if (isOpen === next) return;
    isOpen = next;
    chat.setOpen(next);
    button.showOpen(next);
    if (next) panel.open();
    else panel.close();
    follow();
    tell(next ? 'open' : 'close', {});
  }

  function sendNext(): void {
    const { isBusy, phase } = chat.state;
    const text = isBusy || phase === 'failed' ? undefined : waiting.shift();
    if (text !== undefined) chat.send(text);
  }

  return {
    panel,
    isOpen: () => isOpen,
    open: () => show(true),
    close,
    send(text) {
      waiting.push(text);
      sendNext();
    },
    destroy() {
      unsubscribe();
      panel.destroy();
      chat.destroy();
    },
  };
}
