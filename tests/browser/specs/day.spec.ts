/** An organiser's whole day: from an account to a visitor who was answered on the conference's own site. */

import type { Page } from '@playwright/test';
import { fixture } from '../fixtures/dashboard.ts';
import { newName, PASSWORD } from '../fixtures/organiser.ts';
import { expect, test } from '../fixtures/test.ts';
import { Widget } from '../fixtures/widget.ts';

test('from register to a visitor’s answered question', async ({ page, site, newBrowser, watch }) => {
  watch.expects(/status of 401.*\/api\/auth\/me/);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const goTo = (name: string) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
  const part = (name: string) => page.getByRole('link', { name, exact: true });

  await test.step('an account', async () => {
    await page.goto('/register');
    await page.getByLabel('User name').fill(newName());
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Conference').fill('Harbour Days 2027');
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
    await expect(page.getByText(/^1 of \d done$/)).toBeVisible();
  });

  await test.step('the widget’s look, shown as it is chosen', async () => {
    await goTo('Widget');
    const preview = page.frameLocator('[title="Preview of the widget"]');
    await expect(preview.getByRole('dialog', { name: 'Support' })).toBeVisible();
    await page.getByRole('textbox', { name: 'Name' }).fill('Captain');
    await page.getByRole('button', { name: 'Teal' }).click();
    await expect(preview.getByRole('dialog', { name: 'Captain' })).toBeVisible();
    await page.getByRole('button', { name: 'Add a question' }).click();
    await page.getByRole('textbox', { name: 'Question 1' }).fill('Where do other dogs wait?');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('All saved')).toBeVisible();
  });

  await test.step('documents', async () => {
    await goTo('Knowledge');
    const files = page.getByLabel('Drop files here, or choose them');
    await files.setInputFiles([fixture('columns.pdf'), fixture('rules.md')]);
    for (const name of ['columns', 'rules']) {
      await expect(page.getByRole('row', { name: new RegExp(name, 'i') })).toContainText('Ready');
    }
    await part('Test a question').click();
    await page.getByRole('textbox', { name: 'Question' }).fill('Where do other dogs wait?');
    await page.getByRole('button', { name: 'Test' }).click();
    await expect(page.getByText(/^An answer would be made from/)).toBeVisible();
    await expect(page.getByRole('article').first()).toContainText('dog bar');
  });

  await test.step('allowed domains', async () => {
    await goTo('Settings');
    await part('Allowed domains').click();
    await page.getByRole('textbox', { name: 'Domain' }).fill(site.host);
    await page.getByRole('button', { name: 'Add' }).click();
    await expect(page.getByRole('list', { name: 'Allowed domains' })).toContainText(site.host);
  });

  const code = await test.step('the embed code', async () => {
    await goTo('Widget');
    await part('Install').click();
    await expect(page.getByText('Not seen yet')).toBeVisible();
    await page.getByRole('button', { name: 'Copy: Code for HTML' }).click();
    return page.evaluate(() => navigator.clipboard.readText());
  });

  const widget = new Widget(await newBrowser());
  await test.step('a visitor asks', async () => {
    await widget.page.goto(site.shows(code, { path: '/dogs' }));
    await expect(widget.button).toHaveCSS('background-color', 'rgb(15, 118, 110)');
    await widget.opens();
    await expect(widget.panel).toHaveAccessibleName('Captain');
    await widget.control('Where do other dogs wait?').click();
    await expect(widget.log).toContainText('Other dogs wait at the dog bar.');
    await widget.control(/^\d sources?$/).click();
    await expect(widget.text(/^House rules|^rules/)).toBeVisible();
    await widget.control('Helpful').click();
    await expect(widget.log).toContainText('Thank you for your feedback.');
    await widget.isAnswered('Who plays the xylophone?', /xylophone\?.*\S/s);
  });

  await test.step('the organiser sees it', async () => {
    await expect(page.getByRole('link', { name: site.host })).toBeVisible();
    await goTo('Conversations');
    await page.getByRole('link', { name: /Where do other dogs wait/ }).click();
    const messages = page.getByRole('region', { name: 'Messages' });
    await expect(messages).toContainText('Other dogs wait at the dog bar.');
    await expect(messages).toContainText('Rated helpful');
    await expect(messages.getByRole('link', { name: 'Teach the answer' })).toBeVisible();
    await expect(messages.getByRole('link', { name: /^\/dogs/ })).toHaveAttribute('href', `${site.origin}/dogs`);
    await goTo('Analytics');
    await expectFigure(page, 'Conversations', '1');
    await expectFigure(page, 'Questions', '2');
    await expectFigure(page, 'Rated helpful', '100');
    await expect(page.getByText('Who plays the xylophone?').first()).toBeVisible();
    // Without a reload it looks again every half a minute.
    await goTo('Overview');
    await page.reload();
    await expect(page.getByText('Your chat is set up')).toBeVisible();
  });

  await test.step('what was not known is taught', async () => {
    await goTo('Conversations');
    await page.getByRole('link', { name: /Where do other dogs wait/ }).click();
    await page.getByRole('link', { name: 'Teach the answer' }).click();
    await expect(page.getByLabel('Title')).toHaveValue('Who plays the xylophone?');
    await page.getByLabel('Text').fill('Ferris plays the xylophone at ten.');
    await page.getByRole('button', { name: 'Add text' }).click();
    await expect(page.getByText('Ready').first()).toBeVisible();
    await widget.isAnswered('Who plays the xylophone then?', 'Ferris plays the xylophone at ten.');
  });
});

test('by keyboard alone: an account, and a widget that is saved', async ({ page, watch }) => {
  watch.expects(/status of 401.*\/api\/auth\/me/);
  await page.goto('/register');
  await expect(page.getByLabel('User name')).toBeFocused();
  await page.keyboard.type(newName());
  await tabsTo(page, 'Password');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await tabsTo(page, 'Widget');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Widget' })).toBeFocused();
  await tabsTo(page, 'Name');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Ferris');
  await tabsTo(page, 'Save');
  await page.keyboard.press('Enter');
  await expect(page.getByText('All saved')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Ferris');
});

async function expectFigure(page: Page, label: string, value: string): Promise<void> {
  const figures = page.getByRole('region', { name: 'Figures' });
  const figure = figures.getByRole('term').filter({ hasText: label }).locator('xpath=following-sibling::dd');
  await expect(figure).toContainText(value);
}

/** Presses Tab until what has that name has the focus. */
async function tabsTo(page: Page, name: string): Promise<void> {
  const nameOfFocused = () =>
    page.evaluate(() => {
      const focused = document.activeElement as HTMLInputElement | null;
      return focused?.ariaLabel ?? focused?.labels?.[0]?.textContent ?? focused?.textContent?.trim() ?? '';
    });
  for (let step = 0; step < 80; step++) {
    if ((await nameOfFocused()) === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${name}`);
}
