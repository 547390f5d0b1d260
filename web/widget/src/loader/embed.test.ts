import { afterEach, describe, expect, it } from 'vitest';
import { findScript, readEmbed } from './embed';

const SRC = 'https://chat.example/widget/v1/widget.js';
const KEY = 'pk_live_1';

afterEach(() => {
  delete window.ConferenceChatConfig;
  delete window.ChatConnectConfig;
  document.head.replaceChildren();
});

function script(data: Record<string, string> = {}, src = SRC): HTMLScriptElement {
  const element = document.createElement('script');
  // Not to be loaded.
  element.type = 'text/plain';
  if (src) element.src = src;
  Object.assign(element.dataset, data);
  return element;
}

describe('attributes', () => {
  it('give the key; the server is where the script is from', () => {
    expect(readEmbed(script({ apiKey: KEY }))).toEqual({
      apiKey: KEY,
      apiUrl: 'https://chat.example/api/widget',
      appUrls: ['https://chat.example/widget/app/'],
      isStreaming: true,
      identity: null,
      page: {},
      hints: {},
      preview: null,
    });
  });

  it('give colour, position and hints', () => {
    const data = {
      apiKey: KEY,
      color: '#123456',
      position: 'bottom-left',
      initialColor: '#abc',
      initialPosition: 'up',
    };
    expect(readEmbed(script(data))).toMatchObject({
      page: { primaryColor: '#123456', position: 'bottom-left' },
      hints: { primaryColor: '#abc' },
    });
  });

  it('are nothing without a key', () => {
    expect(readEmbed(script())).toBeNull();
    expect(readEmbed(script({ apiKey: ' ' }))).toBeNull();
    expect(readEmbed(null)).toBeNull();
  });
});

describe('ConferenceChatConfig', () => {
  it('goes before attributes', () => {
    window.ConferenceChatConfig = { apiKey: KEY, primaryColor: '#111111', position: 'bottom-left' };
    const data = { apiKey: 'pk_live_2', color: '#222222', position: 'bottom-right' };
    expect(readEmbed(script(data))).toMatchObject({
      apiKey: KEY,
      page: { primaryColor: '#111111', position: 'bottom-left' },
    });
  });

  it('of other kinds than it should be is passed over', () => {
    window.ConferenceChatConfig = { apiKey: 7, baseUrl: {}, primaryColor: 'red', position: 1 };
    expect(readEmbed(script({ apiKey: KEY }))).toMatchObject({
      apiKey: KEY,
      apiUrl: 'https://chat.example/api/widget',
      page: {},
    });
  });

  it('may tell who is logged in', () => {
    window.ConferenceChatConfig = { identity: { userId: 'ann', hash: 'aa' } };
    expect(readEmbed(script({ apiKey: KEY }))?.identity).toEqual({ userId: 'ann', hash: 'aa' });
  });

  it('is enough without a tag when it names the server', () => {
    window.ConferenceChatConfig = { apiKey: KEY, baseUrl: 'https://other.example/api/widget' };
    expect(readEmbed(null)).toMatchObject({
      apiUrl: 'https://other.example/api/widget',
      appUrls: ['https://other.example/widget/app/'],
    });
  });

  it('shows settings in the dashboard without a key', () => {
    window.ConferenceChatConfig = { preview: true, settings: { widgetName: 'New' } };
    expect(readEmbed(script())).toMatchObject({ apiKey: 'preview', preview: { widgetName: 'New' } });
  });
});

describe('the server', () => {
  it.each([
    ['https://api.example/api/widget', 'https://api.example/api/widget'],
    ['https://api.example/api/widget///', 'https://api.example/api/widget'],
    ['https://api.example', 'https://api.example/api/widget'],
    ['https://api.example/', 'https://api.example/api/widget'],
    ['https://api.example/stage/api/widget', 'https://api.example/stage/api/widget'],
    ['https://api.example/proxy', 'https://api.example/proxy'],
    ['/api/widget', `${location.origin}/api/widget`],
    ['javascript:alert(1)', 'https://chat.example/api/widget'],
    ['http://[', 'https://chat.example/api/widget'],
  ])('of baseUrl %s is %s', (baseUrl, apiUrl) => {
    expect(readEmbed(script({ apiKey: KEY, baseUrl }))?.apiUrl).toBe(apiUrl);
  });

  it.each([
    ['https://api.example', 'https://api.example/api/widget'],
    ['https://api.example/stage/', 'https://api.example/stage/api/widget'],
    ['https://api.example/api/widget', 'https://api.example/api/widget'],
    [undefined, 'https://chat.example/api/widget'],
  ])('of the second form with baseUrl %s is %s', (baseUrl, apiUrl) => {
    window.ChatConnectConfig = { apiKey: KEY, baseUrl, streaming: false };
    const src = 'https://chat.example/widget/v2/widget.js';
    expect(readEmbed(script({}, src))).toMatchObject({ apiKey: KEY, apiUrl, isStreaming: false });
  });

  it('has the application beside the script, else beside the API', () => {
    const base = { apiKey: KEY, baseUrl: 'https://api.example/api/widget' };
    expect(readEmbed(script(base))?.appUrls).toEqual([
      'https://chat.example/widget/app/',
      'https://api.example/widget/app/',
    ]);
    expect(readEmbed(script(base, 'https://cdn.example/copy.js'))?.appUrls).toEqual([
      'https://api.example/widget/app/',
    ]);
    expect(readEmbed(script(base, ''))?.appUrls).toEqual(['https://api.example/widget/app/']);
  });
});

it('finds its tag where the browser does not say which one runs', () => {
  expect(findScript()).toBeNull();
  const other = script({}, 'https://cdn.example/other.js');
  const own = script({ apiKey: KEY }, `${SRC}?v=2`);
  document.head.append(other, own);
  expect(findScript()).toBe(own);
});
