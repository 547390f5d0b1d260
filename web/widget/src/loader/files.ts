/** The application's files, and what the build puts here of them. */

import type { AppModule, Embed } from '../contract';
import type { Words } from '../view/words';

declare const VERSION: string;
/** Of all files together: a name never stands for another content. */
declare const HASH: string;
/** What the button is called in each language, from the languages' own files. */
declare const LABELS: Record<string, string>;

export const version = VERSION;
export const LANGUAGES = Object.keys(LABELS);

export function labelIn(language: string): string {
  return LABELS[language] ?? '';
}

/** The dashboard's preview is an application of its own: visitors need not load it. */
export function loadApp(embed: Embed): Promise<AppModule> {
  return load(embed, embed.preview ? 'preview' : 'app') as Promise<AppModule>;
}

export async function loadWords(embed: Embed, language: string): Promise<Words> {
  const name = embed.preview ? `preview-${language}` : language;
  const module = (await load(embed, name)) as { default: Words };
  return module.default;
}

let tries = 0;

/** Browsers remember that a module could not be loaded: asked for again it needs another address. */
async function load({ appUrls }: Embed, name: string): Promise<unknown> {
  let failure: unknown;
  for (const place of appUrls) {
    try {
      return await import(`${place}${name}-${HASH}.js${tries ? `?${tries}` : ''}`);
    } catch (error) {
      failure = error;
    }
  }
  tries++;
  throw failure;
}
