import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { start } from './app';
import type { App, AppOptions } from './contract';
import { createHost, type PageHost } from './loader/host';
import { FakeServer, json, Streaming, WIDGET } from './testing/server';
import german from './view/languages/de';
import english from './view/languages/en';

let server: FakeServer;
let stream: Streaming;
let host: PageHost;
let app: App;
const tell = vi.fn();

beforeEach(() => {
  localStorage.clear();
  tell.mockClear();
  server = new FakeServer();
  stream = new Streaming();
  server.answers['/chat/stream'] = (call) => stream.answer(call);
  host = createHost();
  host.attach();
});

afterEach(() => {
  app.destroy();
  host.remove();
  vi.unstubAllGlobals();
});

function begin(options: Partial<AppOptions> = {}): App {
  app = start({
    embed: {
      apiKey: 'key',
      apiUrl: 'https://chat.example/api/widget',
      appUrls: [],
      isStreaming: true,
      identity: null,
      page: {},
      hints: {},
      preview: null,
    },
    host,
    language: 'en',
    words: english,
    identity: null,
    tell,
    chooseLanguage: (setting) => (setting === 'de' ? 'de' : 'en'),
    loadWords: async () => german,
    ...options,
  });
  return app;
}

const label = () => host.button.getAttribute('aria-label');
const input = () => host.root.querySelector('textarea') as HTMLTextAreaElement;

describe('the application', () => {
  it('opens and closes, and the button says which', () => {
    begin().open();
    expect([app.isOpen(), label(), host.button.getAttribute('aria-expanded')]).toEqual([true, 'Close chat', 'true']);
    app.close();
    app.close();
    expect([app.isOpen(), label(), host.button.getAttribute('aria-expanded')]).toEqual([false, 'Open chat', 'false']);
    expect(tell.mock.calls.map(([name]) => name)).toEqual(['open', 'close']);
  });

  it('paints the button as the settings say', async () => {
    begin();
    await vi.waitFor(() => expect(host.button.style.getPropertyValue('--fill')).toBe(WIDGET.primaryColor));
    expect(host.button.className).toContain('left');
  });

  it('goes over to the language of the settings, and stays where its file cannot be had', async () => {
    server.answers['/config'] = () => json({ widget: { ...WIDGET, language: 'de' } });
    const loadWords = vi.fn().mockRejectedValue(new TypeError('failed'));
    begin({ loadWords });
    await vi.waitFor(() => expect(loadWords).toHaveBeenCalledOnce());
    expect(label()).toBe('Open chat');
    app.destroy();
    begin();
    await vi.waitFor(() => expect(label()).toBe(german.openChat));
    expect(host.button.lang).toBe('de');
  });

  it('asks one question after the other', async () => {
    begin().send('one');
    app.send('two');
    await vi.waitFor(() => expect(server.to('/chat/stream')).toHaveLength(1));
    const first = stream;
    stream = new Streaming();
    first.send('start', {}).send('done', { messageId: null, unknown: false });
    await vi.waitFor(() => expect(server.to('/chat/stream')).toHaveLength(2));
    expect(server.to('/chat/stream').map(({ body }) => (body as { message: string }).message)).toEqual(['one', 'two']);
    await vi.waitFor(() => expect(label()).toBe('Open chat (1)'));
    expect(host.root.querySelector('.badge')?.textContent).toBe('1');
  });

  it('keeps what is written and not sent', () => {
    begin().open();
    input().value = 'Where is';
    input().dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    app.destroy();
    begin().open();
    expect(input().value).toBe('Where is');
  });
});
