/**
 * What the loader and the application, which is loaded when somebody shows interest, give each other. On a page that was open while a new
 * version was put up they are of two versions: nothing here may be taken away or come to mean something else.
 */

import type { ChatEvents, Tell } from './engine/events';
import type { Identity } from './engine/identity';
import type { Look } from './engine/look';
import type { Words } from './view/words';

/** How a page embeds the widget. */
export interface Embed {
  apiKey: string;
  /** Of the API, without a slash at the end: `https://…/api/widget`. */
  apiUrl: string;
  /** Where the application's files may be, best place first. */
  appUrls: readonly string[];
  isStreaming: boolean;
  /** Who is logged in, for pages that know it from the start. */
  identity: unknown;
  /** What the page says about the button, and its hints for a first visit. */
  page: Partial<Look>;
  hints: Partial<Look>;
  /** In the dashboard: settings to show, without any requests. */
  preview: Record<string, unknown> | null;
}

/** The button and the shadow root that it is in. */
export interface Host {
  readonly root: ShadowRoot;
  readonly button: HTMLButtonElement;
  paint(look: Look): void;
  /** What the button is called, in which language. */
  name(label: string, language: string): void;
}

export interface AppOptions {
  embed: Embed;
  host: Host;
  language: string;
  words: Words;
  /** What the page gave to `identify`. */
  identity: unknown;
  tell: Tell;
  /** The language for `auto` and the like, and its words. */
  chooseLanguage(setting: string): string;
  loadWords(language: string): Promise<Words>;
}

export interface App {
  isOpen(): boolean;
  open(): void;
  close(): void;
  send(text: string): void;
  identify(identity: unknown): void;
  preview(settings: unknown): void;
  destroy(): void;
}

export interface AppModule {
  start(options: AppOptions): App;
}

/** `window.ConferenceChat`. Calls made before the application is loaded are carried out when it is. */
export interface ConferenceChat {
  readonly version: string;
  open(): void;
  close(): void;
  toggle(): void;
  /** Opens the panel and asks. */
  send(text: string): void;
  /** Tells who the visitor is; null when nobody is logged in any more. */
  identify(identity: Identity | null): void;
  /** Returns a function that ends it. */
  on<K extends keyof ChatEvents>(name: K, handler: (detail: ChatEvents[K]) => void): () => void;
  off<K extends keyof ChatEvents>(name: K, handler: (detail: ChatEvents[K]) => void): void;
  /** Shows other settings, in the dashboard's preview only. */
  preview(settings: unknown): void;
  /** Takes everything away. The script may be added again after it. */
  destroy(): void;
}

declare global {
  interface Window {
    ConferenceChat?: ConferenceChat;
    ConferenceChatConfig?: unknown;
    ChatConnectConfig?: unknown;
  }
}
