/** Reads how the page embeds the widget: a global of either form, or attributes of the script tag. */

import type { Embed } from '../contract';
import { cleanLook } from '../engine/look';

/** What the page's global may say. Whatever is of another kind is passed over. */
interface PageConfig {
  apiKey?: unknown;
  baseUrl?: unknown;
  primaryColor?: unknown;
  position?: unknown;
  streaming?: unknown;
  identity?: unknown;
  preview?: unknown;
  settings?: unknown;
}

const FILE = /\/widget\/v\d+\/widget\.js/;

/** The tag that runs this. Modules and scripts put together by others do not say which it is. */
export function findScript(): HTMLScriptElement | null {
  const current = document.currentScript;
  if (current instanceof HTMLScriptElement) return current;
  return [...document.scripts].find(({ src }) => FILE.test(src)) ?? null;
}

/** Null when no key is given. */
export function readEmbed(script: HTMLScriptElement | null): Embed | null {
  const v1 = window.ConferenceChatConfig as PageConfig | undefined;
  const v2 = window.ChatConnectConfig as PageConfig | undefined;
  const config = v1 ?? v2 ?? {};
  const data = script?.dataset ?? {};
  const isPreview = config.preview === true;
  const apiKey = text(config.apiKey) ?? text(data.apiKey) ?? (isPreview ? 'preview' : null);
  const source = script?.src || '';
  const given = text(config.baseUrl) ?? text(data.baseUrl);
  const apiUrl = apiUrlOf(given, !v1 && !!v2) ?? apiUrlOf(source && new URL(source).origin, false);
  if (!apiKey || !apiUrl) return null;
  const beside = FILE.test(source) ? [new URL('../app/', source).href] : [];
  return {
    apiKey,
    apiUrl,
    appUrls: [...new Set([...beside, `${apiUrl.replace(/\/api\/widget$/, '')}/widget/app/`])],
    isStreaming: config.streaming !== false,
    identity: config.identity ?? null,
    page: { ...cleanLook({ primaryColor: data.color, position: data.position }), ...cleanLook(config) },
    hints: cleanLook({ primaryColor: data.initialColor, position: data.initialPosition }),
    preview: isPreview ? { ...(config.settings as object) } : null,
  };
}

/** The first form's ends in `/api/widget`, the second's is the server's origin. */
function apiUrlOf(given: string | null, isOrigin: boolean): string | null {
  if (!given) return null;
  try {
    const url = new URL(given, document.baseURI);
    if (!/^https?:$/.test(url.protocol)) return null;
    const path = url.pathname.replace(/\/+$/, '');
    const isBase = path.endsWith('/api/widget') || (path !== '' && !isOrigin);
    return url.origin + (isBase ? path : `${path}/api/widget`);
  } catch {
    return null;
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() ? value.trim() : null;
}
