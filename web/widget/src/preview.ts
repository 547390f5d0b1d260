/** The application that the dashboard shows its settings with: the same panel, an example conversation, no requests. */

import type { App, AppOptions } from './contract';
import { type Example, PreviewChat } from './engine/preview';
import { present } from './present';
import type { Words } from './view/words';

export function start(options: AppOptions): App {
  const chat = new PreviewChat(options.embed.preview, exampleOf(options.words));
  const { panel: _, ...app } = present(options, chat, (words) => chat.speak(exampleOf(words)));
  return { ...app, identify: () => undefined, preview: (settings) => chat.change(settings) };
}

function exampleOf(words: Words): Example {
  return {
    question: words.previewQuestion,
    answer: words.previewAnswer,
    source: { title: words.previewTitle, excerpt: words.previewExcerpt, page: 1 },
  };
}
