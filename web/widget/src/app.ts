/** The application that visitors load: the conversation with the server, and its panel. */

import type { App, AppOptions } from './contract';
import { createChat } from './engine/chat';
import { createStore } from './engine/storage';
import { present } from './present';

const DRAFT = 'draft';

export function start(options: AppOptions): App {
  const { embed, host, tell } = options;
  const store = createStore(embed.apiKey);
  const chat = createChat({
    ...embed,
    store,
    tell(name, detail) {
      if (name === 'message') keepDraft();
      tell(name, detail);
    },
  });
  chat.identify(options.identity);
  const { panel, ...app } = present(options, chat);
  panel.draft = store.get(DRAFT) ?? '';
  host.root.addEventListener('input', keepDraft);
  void chat.start();

  function keepDraft(): void {
    if (panel.draft) store.set(DRAFT, panel.draft);
    else store.remove(DRAFT);
  }

  return {
    ...app,
    identify: (identity) => chat.identify(identity),
    preview: () => undefined,
    destroy() {
      host.root.removeEventListener('input', keepDraft);
      app.destroy();
    },
  };
}
