/** Every way to put the widget on a page. */

import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import { tag } from '../fixtures/widget.ts';

/** Where the widget is embedded: the system's address and the client's key. */
type Form = (system: string, key: string) => string;

const forms: Record<string, Form> = {
  'a tag with async': (system, key) => tag(system, key),
  'a tag without async': (system, key) => tag(system, key, ''),
  'a tag with defer': (system, key) => tag(system, key, 'defer'),
  'a module': (system, key) => tag(system, key, 'type="module"'),
  'the second version’s address': (system, key) => tag(system, key).replace('/v1/', '/v2/'),
  'attributes for everything': (system, key) =>
    tag(system, key, `data-base-url="${system}/api/widget" data-color="#0f766e" data-position="bottom-left"`),
  ConferenceChatConfig: (system, key) =>
    `<script>window.ConferenceChatConfig = { apiKey: '${key}', baseUrl: '${system}/api/widget' };</script>
     <script src="${system}/widget/v1/widget.js"></script>`,
  'ConferenceChatConfig after the tag': (system, key) =>
    `<script src="${system}/widget/v1/widget.js"></script>
     <script>window.ConferenceChatConfig = { apiKey: '${key}' };</script>`,
  ChatConnectConfig: (system, key) =>
    `<script>window.ChatConnectConfig = { apiKey: '${key}', baseUrl: '${system}', streaming: true };</script>
     <script src="${system}/widget/v2/widget.js" async></script>`,
  'ChatConnectConfig without streaming': (system, key) =>
    `<script>window.ChatConnectConfig = { apiKey: '${key}', baseUrl: '${system}', streaming: false };</script>
     <script src="${system}/widget/v2/widget.js"></script>`,
  'an import': (system, key) =>
    `<script type="module">
       window.ConferenceChatConfig = { apiKey: '${key}', baseUrl: '${system}/api/widget' };
       await import('${system}/widget/v1/widget.js');
     </script>`,
  'a tag manager': (system, key) =>
    `<script>addEventListener('load', () => {
       window.ConferenceChatConfig = { apiKey: '${key}' };
       const script = document.createElement('script');
       script.src = '${system}/widget/v1/widget.js';
       script.async = true;
       document.head.appendChild(script);
     });</script>`,
};

for (const [name, form] of Object.entries(forms)) {
  test(`${name}: a visitor asks and is answered`, async ({ system, organiser, model, site, page, widget }) => {
    await organiser.isAnsweredBy(model.url);
    await page.goto(site.shows(form(system, organiser.client.publicApiKey)));
    await widget.opens();
    await widget.isAnswered('When do the doors open?', 'The doors open at 8:30.');
  });
}

test('the tag stands in the head', async ({ system, organiser, site, page, widget }) => {
  await page.goto(site.shows('', { head: tag(system, organiser.client.publicApiKey, '') }));
  await widget.opens();
});

test('two tags are one widget, with one global', async ({ system, organiser, site, page, widget }) => {
  const before = await globalsOf(page, site.shows('', { path: '/bare' }));
  const code = tag(system, organiser.client.publicApiKey);
  const after = await globalsOf(page, site.shows(code + code.replace('/v1/', '/v2/')));
  await expect(widget.host).toHaveCount(1);
  await widget.opens();
  expect(after.filter((name) => !before.includes(name))).toEqual(['ConferenceChat']);
});

test('what the page says goes before the dashboard', async ({ system, organiser, site, page, widget }) => {
  await organiser.styles({ primaryColor: '#7c3aed', position: 'bottom-right' });
  const code = tag(system, organiser.client.publicApiKey, 'data-color="#0f766e" data-position="bottom-left"');
  await page.goto(site.shows(code));
  await widget.opens();
  await expect(widget.button).toHaveCSS('background-color', 'rgb(15, 118, 110)');
  const box = await widget.button.boundingBox();
  expect(box?.x).toBeLessThan(100);
});

test('the dashboard’s look is known from the second visit on', async ({ system, organiser, site, page, widget }) => {
  await organiser.styles({ primaryColor: '#7c3aed', position: 'bottom-left', widgetName: 'Ferris' });
  const url = site.shows(tag(system, organiser.client.publicApiKey));
  await page.goto(url);
  await widget.opens();
  await expect(widget.panel).toHaveAccessibleName('Ferris');
  await page.reload();
  await expect(widget.button).toHaveCSS('background-color', 'rgb(124, 58, 237)');
});

test('a page without the key tells its maker', async ({ system, site, page, widget, watch }) => {
  watch.expects(/data-api-key is missing/);
  await page.goto(site.shows(`<script src="${system}/widget/v1/widget.js"></script>`));
  await page.waitForLoadState('load');
  await expect(widget.host).toHaveCount(0);
});

test('routers may take it away and bring it back', async ({ system, organiser, model, site, page, widget }) => {
  await organiser.isAnsweredBy(model.url);
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await widget.opens();
  await widget.isAnswered('When do the doors open?', '8:30');

  await page.evaluate(() => document.documentElement.replaceChild(document.createElement('body'), document.body));
  await expect(widget.log).toContainText('8:30');

  await page.evaluate(() => document.querySelector('conference-chat')?.remove());
  await expect(widget.host).toHaveCount(0);
  await page.evaluate(() => window.ConferenceChat?.open());
  await expect(widget.log).toContainText('8:30');

  await page.evaluate(() => document.querySelector('conference-chat')?.remove());
  await page.evaluate(() => history.pushState({}, '', '/talks'));
  await page.goBack();
  await expect(widget.host).toHaveCount(1);
});

test('after destroy nothing is left, and the tag may come again', async ({ system, organiser, site, page, widget }) => {
  const code = tag(system, organiser.client.publicApiKey);
  await page.goto(site.shows(code));
  await widget.opens();
  await page.evaluate(() => window.ConferenceChat?.destroy());
  await expect(widget.host).toHaveCount(0);
  expect(await page.evaluate(() => 'ConferenceChat' in window)).toBe(false);

  await page.evaluate(() => {
    const old = document.querySelector('script[data-api-key]') as HTMLScriptElement;
    const script = document.createElement('script');
    script.src = old.src;
    script.dataset.apiKey = old.dataset.apiKey ?? '';
    old.replaceWith(script);
  });
  await widget.opens();
});

test('a page calls and listens', async ({ system, organiser, model, site, page, widget }) => {
  await organiser.isAnsweredBy(model.url);
  const listen = `<script>
    window.told = [];
    document.addEventListener('conference-chat:ready', () => {
      for (const name of ['ready', 'open', 'message', 'answer', 'close', 'unread']) {
        ConferenceChat.on(name, (detail) => told.push([name, detail]));
      }
    });
  </script>`;
  await page.goto(site.shows(listen + tag(system, organiser.client.publicApiKey)));
  await expect(widget.button).toBeVisible();
  await page.evaluate(() => window.ConferenceChat?.send('When do the doors open?'));
  await expect(widget.log).toContainText('8:30');
  await expect(widget.control('Stop answering')).toBeHidden();
  await page.evaluate(() => window.ConferenceChat?.close());
  await expect(widget.panel).toBeHidden();

  expect(await page.evaluate(() => window.told)).toEqual([
    ['ready', {}],
    ['open', {}],
    ['message', { text: 'When do the doors open?' }],
    ['answer', { text: 'The doors open at **8:30**.', sources: [], isUnknown: false }],
    ['close', {}],
  ]);
});

/** Names that a page's window has of its own, once the widget had its time. */
async function globalsOf(page: Page, url: string): Promise<string[]> {
  await page.goto(url);
  await page.waitForLoadState('load');
  return page.evaluate(() => Object.getOwnPropertyNames(window));
}
