/** The button, the page's `ConferenceChat`, and the application once somebody shows interest. */

import type { App, ConferenceChat, Embed } from '../contract';
import { cleanLook, resolveLook } from '../engine/look';
import { readKept } from '../engine/storage';
import { labelIn, loadApp, loadWords, version } from './files';
import { createHandlers, quietly } from './handlers';
import { createHost } from './host';
import { chooseLanguage } from './language';

/** On the window: the widget is to be on the page. */
export const ATTACH = 'conference-chat:attach';
/** Pages that replace their body without loading tell so. */
const NAVIGATIONS = ['turbo:render', 'astro:after-swap', 'popstate', ATTACH];
/** A finger enters, too. */
const INTEREST = ['pointerenter', 'focus'];

export function createWidget(embed: Embed): ConferenceChat {
  const handlers = createHandlers();
  const host = createHost();
  const ends = new AbortController();
  const { signal } = ends;
  const known = knownSettings(embed);
  const language = chooseLanguage(known.language);
  /** What is to happen when the application has come. */
  const questions: string[] = [];
  let isWanted = false;
  let { identity } = embed;
  let shown = embed.preview;
  let app: App | null = null;
  let loading: Promise<void> | null = null;

  /** Whoever still holds a widget that was destroyed does not get its button back. */
  const attach = () => signal.aborted || host.attach();

  host.paint(resolveLook(embed.page, cleanLook(known), embed.hints));
  host.name(labelIn(language), language);
  const appear = () => {
    if (attach()) return;
    handlers.tell('ready', {});
    document.dispatchEvent(new CustomEvent('conference-chat:ready'));
  };
  if (document.body) queueMicrotask(() => quietly(appear));
  else document.addEventListener('DOMContentLoaded', () => quietly(appear), { signal });
  for (const name of NAVIGATIONS) {
    // Caught on its way down, because some do not bubble up to the window.
    addEventListener(name, () => document.body && quietly(host.attach), { signal, capture: true });
  }
  for (const name of INTEREST) {
    host.button.addEventListener(name, () => quietly(load), { signal, passive: true });
  }
  host.button.addEventListener('click', () => widget.toggle(), { signal });

  function load(): Promise<void> {
    if (app || signal.aborted) return Promise.resolve();
    loading ??= Promise.all([loadApp(embed), loadWords(embed, language)])
      .then(([module, words]) => {
        if (signal.aborted) return;
        app = module.start({
          embed: { ...embed, preview: shown },
          host,
          language,
          words,
          identity,
          tell: handlers.tell,
          chooseLanguage,
          loadWords: (code) => loadWords(embed, code),
        });
      })
      .catch((error) => {
        loading = null;
        handlers.tell('error', { code: 'unavailable' });
        throw error;
      });
    return loading;
  }

  /** Makes true what was asked for. */
  async function act(): Promise<void> {
    if (attach()) return;
    if (!app) {
      const { button } = host;
      button.setAttribute('aria-busy', 'true');
      await load().finally(() => {
        button.removeAttribute('aria-busy');
        button.classList.toggle('failed', !app);
      });
    }
    if (!app || signal.aborted) return;
    if (isWanted) app.open();
    for (const text of questions.splice(0)) app.send(text);
  }

  const isOpen = () => app?.isOpen() ?? isWanted;
  const widget: ConferenceChat = {
    version,
    open() {
      isWanted = true;
      quietly(act);
    },
    close() {
      isWanted = false;
      quietly(() => app?.close());
    },
    toggle: () => (isOpen() ? widget.close() : widget.open()),
    send(text) {
      if (typeof text !== 'string' || !text.trim()) return;
      questions.push(text);
      widget.open();
    },
    identify(value) {
      quietly(() => {
        attach();
        identity = value;
        app?.identify(value);
      });
    },
    on: handlers.on,
    off: handlers.off,
    preview(settings) {
      if (shown) shown = { ...shown, ...(settings as object) };
      quietly(() => app?.preview(settings));
    },
    destroy() {
      quietly(() => {
        ends.abort();
        app?.destroy();
        app = null;
        host.remove();
        if (window.ConferenceChat === widget) delete window.ConferenceChat;
      });
    },
  };
  return widget;
}

/** The settings of the last visit, so that whoever comes back sees the right button at once. */
function knownSettings({ preview, apiKey }: Embed): Record<string, unknown> {
  if (preview) return preview;
  const kept = readKept(apiKey, 'settings') as { widget?: Record<string, unknown> } | null | undefined;
  return kept?.widget ?? {};
}
