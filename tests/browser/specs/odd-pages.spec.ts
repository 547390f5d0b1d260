/** Pages that were not made with a guest in mind: old scripts, old modes, other people's dialogs. */

import { expect, test } from '../fixtures/test.ts';
import { tag } from '../fixtures/widget.ts';

const odd = {
  'that adds to all objects':
    '<script>Object.prototype.$extend = () => {}; Array.prototype.last = function () { return this[this.length - 1]; };</script>',
  'whose objects are frozen':
    '<script>for (const { prototype } of [Object, Array, Function, Promise]) Object.freeze(prototype);</script>',
  'that wraps fetch': '<script>{ const real = fetch; window.fetch = async (...all) => real(...all); }</script>',
  'with a base elsewhere': '<base href="https://elsewhere.test/deep/" target="_parent">',
  'with a transformed body': '<style>body { transform: translateZ(0); zoom: 1.1; }</style>',
};

for (const [name, head] of Object.entries(odd)) {
  test(`a page ${name}`, async ({ system, organiser, model, site, page, widget }) => {
    await organiser.isAnsweredBy(model.url);
    await page.goto(site.shows(tag(system, organiser.client.publicApiKey), { head }));
    await widget.opens();
    await widget.isAnswered('When do the doors open?', '8:30');
  });
}

test('a page in quirks mode: tables in the panel are as anywhere', async ({
  system,
  organiser,
  model,
  site,
  page,
  widget,
}) => {
  await organiser.isAnsweredBy(model.url);
  await organiser.styles({ theme: 'dark' });
  model.answers('| Time | Talk |\n|---|---|\n| 8:30 | Doors |');
  const html = `<body style="color: black"><p>Old</p>${tag(system, organiser.client.publicApiKey)}`;
  await page.goto(site.serves(html, 'text/html'));
  expect(await page.evaluate(() => document.compatMode)).toBe('BackCompat');
  await widget.opens();
  await widget.isAnswered('What is on?', 'Doors');
  const text = await widget.panel.evaluate((panel) => getComputedStyle(panel).color);
  await expect(widget.panel.getByRole('cell', { name: 'Doors' })).toHaveCSS('color', text);
});

test('a page in XHTML', async ({ system, organiser, model, site, page, widget }) => {
  await organiser.isAnsweredBy(model.url);
  const code = tag(system, organiser.client.publicApiKey, 'async="async"');
  const xhtml = `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>X</title></head><body><p>X</p>${code}</body></html>`;
  await page.goto(site.serves(xhtml, 'application/xhtml+xml'));
  await widget.opens();
  await widget.isAnswered('When do the doors open?', '8:30');
});

test('a dialog of the page that keeps the focus leaves it to the visitor’s question', async ({
  system,
  organiser,
  site,
  page,
  widget,
}) => {
  const dialog = `<div id="dialog"><input></div><script>
    const dialog = document.querySelector('#dialog');
    document.addEventListener('focusin', ({ target }) => dialog.contains(target) || dialog.firstChild.focus());
  </script>`;
  await page.goto(site.shows(dialog + tag(system, organiser.client.publicApiKey)));
  await widget.opens();
  await widget.input.click();
  await page.keyboard.type('When?');
  await expect(widget.input).toHaveValue('When?');
});

test('a page that opens the panel does not take the letters of who writes elsewhere', async ({
  system,
  organiser,
  site,
  page,
  widget,
}) => {
  await page.goto(site.shows(`<input aria-label="Name">${tag(system, organiser.client.publicApiKey)}`));
  await expect(widget.button).toBeVisible();
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.pressSequentially('An');
  await page.evaluate(() => window.ConferenceChat?.open());
  await expect(widget.input).toBeVisible();
  await page.keyboard.type('na');
  await expect(name).toHaveValue('Anna');
});

test('nothing on the page moves, nor in the panel when the settings come', async ({
  system,
  organiser,
  site,
  page,
  widget,
}) => {
  await organiser.styles({ privacyUrl: 'https://conference.test/privacy', widgetName: 'Ferris' });
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await expect(widget.button).toBeVisible();
  await page.evaluate(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
    // By the page: what moves after a click does not count.
    window.ConferenceChat?.open();
  });
  await expect(widget.panel.getByRole('link', { name: 'Privacy' })).toBeVisible();
  // A frame after it, what moved has been told.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([]);
});

test('sources that are unfolded come into view', async ({ system, organiser, model, site, page, widget }) => {
  await organiser.writes('Visitor guide', '# Doors\n\nThe doors open at 8:30 on both days.');
  await organiser.isAnsweredBy(model.url);
  model.answers(`${'The doors open early.\n\n'.repeat(40)}At 8:30 [1].`);
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await widget.opens();
  await widget.isAnswered('When do the doors open?', 'At 8:30');
  await widget.control('1 source').click();
  await expect(widget.panel.getByText('The doors open at 8:30 on both days.')).toBeInViewport({ ratio: 1 });
  await expect(widget.control('1 source')).toBeInViewport({ ratio: 1 });
});

test('screen readers hear a table cell by cell', async ({ system, organiser, model, site, page, widget }) => {
  await organiser.isAnsweredBy(model.url);
  model.answers('| Time | Talk |\n|---|---|\n| 8:30 | Doors |\n\n- one\n- two');
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await widget.opens();
  await widget.isAnswered('What is on?', 'Doors');
  await expect(widget.panel.getByRole('status')).toHaveText(/Time\s+Talk\s+8:30\s+Doors\s+one\s+two/);
});

test('a visitor who has to log in first keeps the question', async ({ system, organiser, site, page, widget }) => {
  await organiser.newIdentitySecret();
  await organiser.styles({ requireLogin: true, suggestedQuestions: ['When?'] });
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await widget.opens();
  await expect(widget.text('Please log in on this site to use the chat.')).toBeVisible();
  await expect(widget.control('When?')).toBeHidden();
  await widget.input.fill('When do the doors open?');
  await widget.input.press('Enter');
  await expect(widget.input).toHaveValue('When do the doors open?');
  await page.reload();
  await widget.opens();
  await expect(widget.input).toHaveValue('When do the doors open?');
});
