/** What a visitor sees when something is away or forbidden, and how it comes back. */

import { createHmac } from 'node:crypto';
import { Organiser } from '../fixtures/organiser.ts';
import { System } from '../fixtures/system.ts';
import { expect, test } from '../fixtures/test.ts';
import { tag } from '../fixtures/widget.ts';

test('the server goes away and comes back', async ({ site, model, page, widget, watch }) => {
  const system = await System.start();
  try {
    const organiser = await Organiser.register(system.url);
    await organiser.isAnsweredBy(model.url);
    await page.goto(site.shows(tag(system.url, organiser.client.publicApiKey)));
    await widget.opens();
    await widget.isAnswered('When do the doors open?', '8:30');

    watch.expects(/ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE/);
    await system.stop();
    await widget.asks('Is there coffee?');
    await expect(widget.log).toContainText('The assistant cannot be reached right now.');
    await widget.control('Try again').click();
    await expect(widget.control('Stop answering')).toBeHidden();
    await expect(widget.control('Try again')).toBeVisible();

    await system.comeBack();
    model.answers('Coffee is in the foyer.');
    await widget.control('Try again').click();
    await expect(widget.log).toContainText('Coffee is in the foyer.');
    await expect(widget.control('Try again')).toBeHidden();
    expect((await organiser.reads())[0]?.messages).toHaveLength(4);
  } finally {
    await system.remove();
  }
});

test('the server is away at the first opening', async ({ system, organiser, site, page, widget, watch }) => {
  watch.expects(/ERR_CONNECTION_REFUSED/);
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await page.route('**/api/widget/**', (route) => route.abort('connectionrefused'));
  await widget.opens();
  await expect(widget.text('The assistant cannot be reached right now.')).toBeVisible();
  await expect(widget.input).toBeHidden();
  await page.unroute('**/api/widget/**');
  await widget.control('Try again').click();
  await expect(widget.input).toBeVisible();
  // The button that was pressed is gone: the keyboard goes on in the panel.
  await expect(widget.panel).toBeFocused();
});

test('the application does not come at the first try', async ({ system, organiser, site, page, widget, watch }) => {
  watch.expects(/ERR_CONNECTION_REFUSED/);
  watch.expects(/Conference Chat:/);
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await page.route('**/widget/app/**', (route) => route.abort('connectionrefused'));
  const failed = page.waitForEvent('requestfailed');
  await widget.button.click();
  await failed;
  await expect(widget.button).not.toHaveAttribute('aria-busy');
  await page.unroute('**/widget/app/**');
  await expect(async () => {
    await widget.button.click();
    await expect(widget.panel).toBeVisible({ timeout: 1000 });
  }).toPass();
});

test('an answer breaks off in the middle', async ({ system, organiser, model, site, page, widget }) => {
  await organiser.isAnsweredBy(model.url);
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await widget.opens();
  const asked = model.nextQuestion();
  await widget.asks('When do the doors open?');
  const reply = await asked;
  reply.says('The doors open');
  await expect(widget.log).toContainText('The doors open');
  reply.breaksOff();
  await expect(widget.log).toContainText('This answer broke off.');
  model.answers('At 8:30.');
  await widget.control('Try again').click();
  await expect(widget.log).toContainText('At 8:30.');
  await expect(widget.log).not.toContainText('broke off');
});

test('offline and online again', async ({ system, organiser, model, site, page, context, widget }) => {
  await organiser.isAnsweredBy(model.url);
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await widget.opens();
  await expect(widget.log).toContainText('Hi! How can I help?');
  await context.setOffline(true);
  await expect(widget.text(/^You are offline/)).toBeVisible();
  await widget.input.fill('When do the doors open?');
  await widget.input.press('Enter');
  await expect(widget.input).toHaveValue('When do the doors open?');
  await context.setOffline(false);
  await expect(widget.text(/^You are offline/)).toBeHidden();
  await widget.input.press('Enter');
  await expect(widget.log).toContainText('8:30');
});

test('too many questions: told when it goes on', async ({ system, organiser, site, page, widget, watch }) => {
  watch.expects(/status of 429/);
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await widget.opens();
  await widget.isAnswered('When do the doors open?', /\S/);
  // The other 59 that a visitor has in an hour, as this visitor.
  const spent = await page.evaluate(
    async ({ url, key }) => {
      const kept = JSON.parse(localStorage.getItem(`conference-chat.${key}.visitor`) ?? '{}');
      const headers = { 'content-type': 'application/json', 'x-api-key': key, 'x-visitor-token': kept.token };
      const body = JSON.stringify({ message: 'Hello?', sessionId: kept.sessionId });
      const ask = () => fetch(url, { method: 'POST', headers, body });
      let last = await ask();
      while (last.ok && last.headers.get('x-ratelimit-remaining') !== '0') last = await ask();
      return last.status;
    },
    { url: `${system}/api/widget/chat`, key: organiser.client.publicApiKey },
  );
  expect(spent).toBe(200);
  await widget.asks('And now?');
  await expect(widget.text(/^That was a lot of questions. You can write again in \d+ minutes?\./)).toBeVisible();
  await widget.input.fill('Please');
  await widget.input.press('Enter');
  await expect(widget.input).toHaveValue('Please');
});

test('a site that is not allowed', async ({ system, organiser, site, page, widget, watch }) => {
  watch.expects(/CORS policy|ERR_FAILED|status of 403/);
  await organiser.allows('example.org');
  const url = site.shows(tag(system, organiser.client.publicApiKey));
  await page.goto(url);
  await widget.opens();
  await expect(widget.text('This chat is not available on this page.')).toBeVisible();
  await expect(widget.control('Try again')).toBeHidden();

  await organiser.allows('example.org', site.host);
  await page.reload();
  await widget.opens();
  await expect(widget.log).toContainText('Hi! How can I help?');
});

test('a key that nobody has', async ({ system, site, page, widget, watch }) => {
  watch.expects(/CORS policy|ERR_FAILED/);
  await page.goto(site.shows(tag(system, `pk_live_${'0'.repeat(64)}`)));
  await widget.opens();
  await expect(widget.text('This chat is not available on this page.')).toBeVisible();
});

test('only for visitors who are logged in', async ({ system, organiser, model, site, page, widget, watch }) => {
  watch.expects(/status of 401/);
  const secret = await organiser.newIdentitySecret();
  const hashOf = (userId: string) => createHmac('sha256', secret).update(userId).digest('hex');
  await organiser.isAnsweredBy(model.url);
  await organiser.styles({ requireLogin: true });
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await widget.opens();
  await expect(widget.text('Please log in on this site to use the chat.')).toBeVisible();

  await page.evaluate((hash) => window.ConferenceChat?.identify({ userId: 'u_1', hash }), hashOf('u_2'));
  await widget.asks('Am I Ann?');
  await expect(widget.log).toContainText('Please log in on this site to use the chat.');

  const ann = { userId: 'u_1', name: 'Ann Example', hash: hashOf('u_1') };
  await page.evaluate((identity) => window.ConferenceChat?.identify(identity), ann);
  await widget.isAnswered('When do the doors open?', '8:30');
  const conversations = await organiser.reads();
  expect(conversations).toHaveLength(1);
  expect(conversations[0]?.visitor).toEqual({ userId: 'u_1', name: 'Ann Example' });
});

test('two users of one browser do not read each other', async ({ system, organiser, model, site, page, widget }) => {
  const secret = await organiser.newIdentitySecret();
  await organiser.isAnsweredBy(model.url);
  const identityOf = (userId: string) => ({ userId, hash: createHmac('sha256', secret).update(userId).digest('hex') });
  const identify = (userId: string) =>
    page.evaluate((identity) => window.ConferenceChat?.identify(identity), identityOf(userId));
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await identify('u_1');
  await widget.opens();
  await widget.isAnswered('Where is my badge?', '8:30');
  await identify('u_2');
  await expect(widget.log).not.toContainText('Where is my badge?');
  await widget.isAnswered('Where is lunch?', '8:30');
  await identify('u_1');
  await expect(widget.log).toContainText('Where is my badge?');
  await expect(widget.log).not.toContainText('Where is lunch?');
});
