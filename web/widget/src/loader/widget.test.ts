import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { App, AppModule, AppOptions, ConferenceChat, Embed } from '../contract';
import * as files from './files';
import { ATTACH, createWidget } from './widget';

vi.mock('./files', async (original) => ({ ...(await original<typeof files>()), loadApp: vi.fn(), loadWords: vi.fn() }));

const EMBED: Embed = {
  apiKey: 'key',
  apiUrl: 'https://chat.example/api/widget',
  appUrls: ['https://chat.example/widget/app/'],
  isStreaming: true,
  identity: null,
  page: {},
  hints: { primaryColor: '#ffffff' },
  preview: null,
};

let options: AppOptions | undefined;
let calls: string[];
let isOpen: boolean;
const widgets: ConferenceChat[] = [];

const app: App = {
  isOpen: () => isOpen,
  open() {
    isOpen = true;
    calls.push('open');
  },
  close() {
    isOpen = false;
    calls.push('close');
  },
  send: (text) => void calls.push(`send ${text}`),
  identify: (identity) => void calls.push(`identify ${JSON.stringify(identity)}`),
  preview: (settings) => void calls.push(`preview ${JSON.stringify(settings)}`),
  destroy: () => void calls.push('destroy'),
};
const module: AppModule = {
  start(given) {
    options = given;
    return app;
  },
};

beforeEach(() => {
  options = undefined;
  calls = [];
  isOpen = false;
  vi.mocked(files.loadApp).mockReset().mockResolvedValue(module);
  vi.mocked(files.loadWords)
    .mockReset()
    .mockResolvedValue({} as never);
});

afterEach(() => {
  for (const widget of widgets.splice(0)) widget.destroy();
  vi.restoreAllMocks();
  localStorage.clear();
});

async function shown(embed: Partial<Embed> = {}) {
  const widget = createWidget({ ...EMBED, ...embed });
  widgets.push(widget);
  await vi.waitFor(() => expect(element()).not.toBeNull());
  return widget;
}

const element = () => document.querySelector('conference-chat');
const button = () => element()?.shadowRoot?.querySelector('button') as HTMLButtonElement;

describe('the button', () => {
  it('has a name in the page’s language and loads nothing by itself', async () => {
    document.documentElement.lang = 'de-AT';
    await shown();
    document.documentElement.lang = '';
    expect(button().getAttribute('aria-label')).toBe('Chat öffnen');
    expect(button().lang).toBe('de');
    expect(files.loadApp).not.toHaveBeenCalled();
  });

  it('has the colour of the last visit and a sign that can be seen on it', async () => {
    await shown();
    expect(button().style.getPropertyValue('--fill')).toBe('#ffffff');
    expect(button().style.getPropertyValue('--ink')).toBe('#000000');
    widgets.pop()?.destroy();
    const widget = { primaryColor: '#0f172a', position: 'bottom-left' };
    localStorage.setItem('conference-chat.key.settings', JSON.stringify({ widget }));
    await shown();
    expect(button().style.getPropertyValue('--fill')).toBe('#0f172a');
    expect(button().style.getPropertyValue('--ink')).toBe('#ffffff');
    expect(button().className).toContain('left');
  });

  it.each(['pointerenter', 'focus'])('loads the application on %s, once, and stays closed', async (type) => {
    await shown();
    button().dispatchEvent(new Event(type));
    button().dispatchEvent(new Event(type));
    await vi.waitFor(() => expect(options).toBeDefined());
    expect(files.loadApp).toHaveBeenCalledOnce();
    expect(calls).toEqual([]);
  });

  it('opens and closes', async () => {
    await shown();
    button().click();
    expect(button().getAttribute('aria-busy')).toBe('true');
    await vi.waitFor(() => expect(calls).toEqual(['open']));
    expect(button().hasAttribute('aria-busy')).toBe(false);
    button().click();
    expect(calls).toEqual(['open', 'close']);
  });

  it('that was clicked twice before the application came stays closed', async () => {
    await shown();
    button().click();
    button().click();
    await vi.waitFor(() => expect(options).toBeDefined());
    await vi.waitFor(() => expect(button().hasAttribute('aria-busy')).toBe(false));
    expect(calls).toEqual([]);
  });

  it('shows that the application could not be loaded, and tries again', async () => {
    const report = vi.spyOn(console, 'error').mockReturnValue();
    vi.mocked(files.loadApp).mockRejectedValueOnce(new TypeError('failed to fetch'));
    const widget = await shown();
    const failed = vi.fn();
    widget.on('error', failed);
    button().click();
    await vi.waitFor(() => expect(failed).toHaveBeenCalledWith({ code: 'unavailable' }));
    await vi.waitFor(() => expect(button().className).toContain('failed'));
    await vi.waitFor(() => expect(report).toHaveBeenCalled());
    widget.open();
    await vi.waitFor(() => expect(calls).toEqual(['open']));
    expect(button().className).not.toContain('failed');
  });
});

describe('calls of the page', () => {
  it('before the application is there are carried out when it is', async () => {
    const widget = await shown();
    widget.identify({ userId: 'ann', hash: 'aa' });
    expect(files.loadApp).not.toHaveBeenCalled();
    widget.send('one');
    widget.send('two');
    widget.send('  ');
    await vi.waitFor(() => expect(calls.slice(0, 3)).toEqual(['open', 'send one', 'send two']));
    expect(options?.identity).toEqual({ userId: 'ann', hash: 'aa' });
    widget.identify(null);
    expect(calls.at(-1)).toBe('identify null');
  });

  it('need not tell who is logged in when the page’s configuration does', async () => {
    const widget = await shown({ identity: { userId: 'ann', hash: 'aa' } });
    widget.open();
    await vi.waitFor(() => expect(options?.identity).toEqual({ userId: 'ann', hash: 'aa' }));
  });

  it('hear of what happens until they stop listening, and their mistakes stay theirs', async () => {
    const report = vi.spyOn(console, 'error').mockReturnValue();
    const widget = await shown();
    const ready = vi.fn();
    widget.on('ready', ready);
    expect(ready).toHaveBeenCalledOnce();
    const heard = vi.fn();
    widget.on('answer', () => {
      throw new Error('theirs');
    });
    const stop = widget.on('answer', heard);
    widget.open();
    await vi.waitFor(() => expect(options).toBeDefined());
    options?.tell('answer', { text: 'Hall 3', sources: [], isUnknown: false });
    expect(heard).toHaveBeenCalledWith({ text: 'Hall 3', sources: [], isUnknown: false });
    await vi.waitFor(() => expect(report).toHaveBeenCalledOnce());
    stop();
    options?.tell('answer', { text: '', sources: [], isUnknown: false });
    expect(heard).toHaveBeenCalledOnce();
  });

  it('destroy everything, also what is on its way', async () => {
    const widget = await shown();
    window.ConferenceChat = widget;
    widget.open();
    widget.destroy();
    expect(element()).toBeNull();
    expect(window.ConferenceChat).toBeUndefined();
    await Promise.all(vi.mocked(files.loadApp).mock.results.map(({ value }) => value));
    expect(options).toBeUndefined();
    dispatchEvent(new Event(ATTACH));
    expect(element()).toBeNull();
  });

  it('do not bring back what was destroyed', async () => {
    const widget = await shown();
    widget.destroy();
    widget.open();
    widget.send('Hello');
    widget.identify({ userId: 'ann', hash: 'aa' });
    widget.toggle();
    await Promise.resolve();
    expect(element()).toBeNull();
    expect(files.loadApp).not.toHaveBeenCalled();
  });

  it('show other settings in the preview only', async () => {
    const visitors = await shown();
    visitors.preview({ widgetName: 'New' });
    visitors.open();
    await vi.waitFor(() => expect(calls).toEqual(['open']));
    expect(options?.embed.preview).toBeNull();
    visitors.destroy();
    const widget = await shown({ preview: { widgetName: 'Old', sound: true } });
    widget.preview({ widgetName: 'New' });
    widget.open();
    await vi.waitFor(() => expect(options?.embed.preview).toEqual({ widgetName: 'New', sound: true }));
  });
});

describe('a router that takes the widget away', () => {
  it.each(['turbo:render', 'astro:after-swap', 'popstate', ATTACH])('has it back after %s', async (type) => {
    await shown();
    document.body.replaceChildren();
    expect(element()).toBeNull();
    (/:(render|after-swap)/.test(type) ? document : window).dispatchEvent(new Event(type));
    expect(element()).not.toBeNull();
    expect(document.querySelectorAll('conference-chat')).toHaveLength(1);
  });

  it('has it back when it is opened', async () => {
    const widget = await shown();
    document.body.replaceChildren();
    widget.open();
    expect(element()).not.toBeNull();
  });
});
