/** For tests: a chat that does nothing by itself, and a panel on it. */

import { vi } from 'vitest';
import type { Chat, ChatState, Message, WidgetSettings } from '../engine/types';
import { mountPanel, type PanelHandle } from '.';
import english from './languages/en';

const SETTINGS: WidgetSettings = {
  primaryColor: '#4f46e5',
  position: 'bottom-right',
  welcomeMessage: 'Hello!',
  widgetName: 'Guide',
  theme: 'light',
  language: 'en',
  inputPlaceholder: null,
  suggestedQuestions: [],
  privacyUrl: null,
  logoUrl: null,
  showSources: true,
  showFeedback: true,
  sound: false,
  requireLogin: false,
};

let count = 0;

export function message(role: Message['role'], text: string, more: Partial<Message> = {}): Message {
  count++;
  const rest = { sources: [], rating: null, isUnknown: false, failure: null, at: Date.now() };
  return { id: `m${count}`, role, text, state: 'done', canRate: role === 'assistant', ...rest, ...more };
}

export interface Scene {
  chat: Chat & { send: ReturnType<typeof vi.fn>; rate: ReturnType<typeof vi.fn>; retry: ReturnType<typeof vi.fn> };
  panel: PanelHandle;
  root: ShadowRoot;
  launcher: HTMLButtonElement;
  onClose: ReturnType<typeof vi.fn>;
  /** The one element that fits. */
  find<T extends HTMLElement = HTMLElement>(selector: string): T;
  /** Changes the state and waits until it is shown. */
  set(change: Partial<Omit<ChatState, 'settings'>>, settings?: Partial<WidgetSettings>): Promise<void>;
  /** What screen readers were told, in order. */
  said: string[];
}

export function mount(
  change: Partial<Omit<ChatState, 'settings'>> = {},
  settings: Partial<WidgetSettings> = {},
): Scene {
  const listeners = new Set<() => void>();
  const state: ChatState = {
    phase: 'ready',
    settings: { ...SETTINGS, ...settings },
    messages: [],
    isBusy: false,
    isOffline: false,
    limitedUntil: null,
    unread: 0,
    failure: null,
    ...change,
  };
  const chat = {
    state,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start: vi.fn(async () => undefined),
    send: vi.fn(),
    stop: vi.fn(),
    retry: vi.fn(),
    rate: vi.fn(async () => true),
    startOver: vi.fn(),
    setOpen: vi.fn(),
    destroy: vi.fn(),
  };
  const host = document.createElement('div');
  document.body.replaceChildren(host);
  const root = host.attachShadow({ mode: 'open' });
  const launcher = document.createElement('button');
  root.append(launcher);
  const onClose = vi.fn(() => panel.close());
  const panel: PanelHandle = mountPanel({ root, chat, language: 'en', words: english, onClose, launcher });

  const find = <T extends HTMLElement>(selector: string): T => {
    const found = root.querySelectorAll<T>(selector);
    const [first] = found;
    if (!first || found.length > 1) throw new Error(`${found.length} elements are ${selector}`);
    return first;
  };
  const said: string[] = [];
  const region = find('[role=status]');
  const hear = () => said.push(region.textContent);
  new MutationObserver(hear).observe(region, { childList: true });

  return {
    chat,
    panel,
    root,
    launcher,
    onClose,
    find,
    said,
    async set(next, nextSettings) {
      Object.assign(state, next);
      if (nextSettings) state.settings = { ...state.settings, ...nextSettings };
      for (const listener of listeners) listener();
      await new Promise((resolve) => requestAnimationFrame(resolve));
      await Promise.resolve();
    },
  };
}

export function press(target: HTMLElement, key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true, ...more });
  target.dispatchEvent(event);
  return event;
}

export function type(target: HTMLTextAreaElement, text: string): void {
  target.value = text;
  target.dispatchEvent(new Event('input', { bubbles: true }));
}
