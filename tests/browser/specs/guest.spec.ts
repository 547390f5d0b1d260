/** A guest on somebody else's page: it costs nothing until it is wanted, and neither disturbs the other. */

import { expect, test } from '../fixtures/test.ts';
import { tag, Widget } from '../fixtures/widget.ts';

test('before somebody shows interest there is only the loader', async ({
  system,
  organiser,
  site,
  page,
  context,
  widget,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const cpu = await context.newCDPSession(page);
  await cpu.send('Performance.enable', { timeDomain: 'threadTicks' });
  const used = async () => {
    const { metrics } = await cpu.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN;
  };

  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)), { waitUntil: 'networkidle' });
  await expect(widget.button).toBeVisible();
  expect(asked.filter((path) => path !== '/' && path !== '/favicon.ico')).toEqual(['/widget/v1/widget.js']);
  // All scripts together are shorter than what browsers call a long task.
  expect(await used()).toBeLessThan(0.05);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);

  await widget.button.hover();
  await expect.poll(() => asked.filter((path) => path.startsWith('/widget/app/')).length).toBe(2);
  await widget.opens();
  await expect(widget.log).toContainText('Hi! How can I help?');
  expect(await context.cookies()).toEqual([]);
});

test('files: the loader for minutes, the application for good', async ({ system, organiser, site, page, widget }) => {
  const responses: { path: string; caching: string; origin: string | undefined }[] = [];
  page.on('response', (response) => {
    const path = new URL(response.url()).pathname;
    const headers = response.headers();
    if (!path.startsWith('/widget/')) return;
    responses.push({
      path,
      caching: headers['cache-control'] ?? '',
      origin: headers['access-control-allow-origin'],
    });
  });
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await widget.opens();
  const [loader, ...application] = responses;
  expect(loader).toMatchObject({ path: '/widget/v1/widget.js', caching: expect.stringContaining('max-age=300') });
  expect(application).toHaveLength(2);
  for (const file of application) {
    expect(file.path).toMatch(/^\/widget\/app\/\w+-\w+\.js$/);
    expect(file.caching).toContain('max-age=31536000');
    expect(file.caching).toContain('immutable');
    expect(file.origin).toBe('*');
  }
  expect((await page.request.get(`${system}/widget/v1/widget.css`)).status()).toBe(200);
});

test('hostile styles of the page do not reach in, and ours not out', async ({
  system,
  organiser,
  model,
  site,
  page,
  widget,
}) => {
  await organiser.isAnsweredBy(model.url);
  const head = `<style>
    html { font-size: 40px; line-height: 4; letter-spacing: 1em; text-transform: uppercase; direction: rtl; }
    body * { all: unset !important; color: red !important; font: 40px serif !important; position: static !important; }
    body *, *::before, *::after { display: none !important; opacity: 0 !important; transform: scale(3) !important; filter: blur(9px) !important; }
    conference-chat, button, [role=dialog], textarea { visibility: hidden !important; width: 3000px !important; inset: 50% !important; }
  </style>`;
  const code = tag(system, organiser.client.publicApiKey);
  await page.goto(site.shows(code));
  const box = await widget.button.boundingBox();
  const page1 = await page.getByText('Three days').evaluate((element) => getComputedStyle(element).cssText);

  await page.goto(site.shows(code, { head }));
  await expect(widget.button).toBeVisible();
  expect(await widget.button.boundingBox()).toEqual(box);
  await widget.opens();
  await widget.isAnswered('When do the doors open?', '8:30');
  await expect(widget.input).toHaveCSS('font-size', '16px');
  await expect(widget.panel).toBeInViewport({ ratio: 1 });

  await page.goto(site.shows('', { path: '/bare' }));
  expect(await page.getByText('Three days').evaluate((element) => getComputedStyle(element).cssText)).toBe(page1);
});

test('storage that is refused does not matter', async ({ system, organiser, model, site, page, widget }) => {
  await organiser.isAnsweredBy(model.url);
  // As browsers do when all site data is blocked.
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'] as const) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        },
      });
    }
    Object.defineProperty(document, 'cookie', { get: () => '', set: () => undefined });
  });
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await widget.opens();
  await widget.isAnswered('When do the doors open?', '8:30');
  await widget.isAnswered('And when do they close?', /close\?.*8:30/s);
});

test('a sandboxed frame, where nothing may be kept, has it too', async ({ system, organiser, site, page, widget }) => {
  const headers = { 'content-security-policy': 'sandbox allow-scripts' };
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey), { headers }));
  await widget.opens();
  await expect(widget.log).toContainText('Hi! How can I help?');
});

const policies = {
  'the documented directives': (system: string) => ({
    policy: `default-src 'none'; script-src ${system}; connect-src ${system}; img-src ${system}`,
    attributes: 'async',
  }),
  'a nonce and strict-dynamic': (system: string) => ({
    policy: `default-src 'none'; script-src 'nonce-r4nd0m' 'strict-dynamic'; connect-src ${system}; img-src ${system}`,
    attributes: 'async nonce="r4nd0m"',
  }),
  'trusted types': (system: string) => ({
    policy: `default-src 'none'; script-src ${system}; connect-src ${system}; require-trusted-types-for 'script'; trusted-types 'none'`,
    attributes: 'async',
  }),
};

for (const [name, policyFor] of Object.entries(policies)) {
  test(`a strict policy: ${name}`, async ({ system, organiser, model, site, page, widget }) => {
    await organiser.isAnsweredBy(model.url);
    model.answers('See [the programme](https://conference.test/programme):\n\n- `keynote`\n- **party**');
    const { policy, attributes } = policyFor(system);
    const headers = { 'content-security-policy': `${policy}; base-uri 'none'; form-action 'none'` };
    await page.goto(site.shows(tag(system, organiser.client.publicApiKey, attributes), { headers }));
    await widget.opens();
    await widget.isAnswered('What is on?', 'keynote');
    // Its styles are there although no style of the page may be.
    await expect(widget.panel).toHaveCSS('position', 'fixed');
  });
}

test('one conversation for all pages of a site, in all its tabs', async ({
  system,
  organiser,
  model,
  site,
  page,
  context,
  widget,
}) => {
  await organiser.isAnsweredBy(model.url);
  const code = tag(system, organiser.client.publicApiKey);
  await page.goto(site.shows(code));
  await widget.opens();
  await widget.isAnswered('When do the doors open?', '8:30');

  const tab = await context.newPage();
  await tab.goto(site.shows(code, { path: '/talks' }));
  const other = new Widget(tab);
  await other.opens();
  await expect(other.log).toContainText('8:30');
  await other.isAnswered('Is there coffee?', /coffee\?.*8:30/s);

  await page.bringToFront();
  await expect(widget.log).toContainText('Is there coffee?');
  expect(await organiser.reads()).toHaveLength(1);
});
