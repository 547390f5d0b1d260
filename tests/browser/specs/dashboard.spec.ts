/** Every page of the dashboard, on wide and narrow screens, in both themes: axe, layout, policy, console; and pictures to look at. */

import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import {
  type BusyOrganiser,
  busyOrganiser,
  DEVICES,
  PAGES,
  PAGES_OF_NOTHING,
  type PageName,
  visit,
  watchLayout,
} from '../fixtures/dashboard.ts';
import { savePicture } from '../fixtures/pictures.ts';
import { test as base, expect } from '../fixtures/test.ts';

interface Workers {
  busy: BusyOrganiser;
}

/** One for all tests that only look. */
const test = base.extend<object, Workers>({
  busy: [
    async ({ system }, use) => {
      const busy = await busyOrganiser(system);
      await use(busy);
      await busy.organiser.leaves();
    },
    { scope: 'worker' },
  ],
});

for (const name of PAGES) {
  test(`page: ${name}`, async ({ busy, newBrowser }) => {
    await expectGoodEverywhere(name, newBrowser, async (page) => {
      await busy.organiser.logsIn(page.context());
      await visit(page, busy.addressOf(name));
    });
  });
}

for (const name of PAGES_OF_NOTHING) {
  test(`page of a new client: ${name}`, async ({ organiser, newBrowser }) => {
    await expectGoodEverywhere(`${name}-empty`, newBrowser, async (page) => {
      await organiser.logsIn(page.context());
      await visit(page, organiser.page(name));
    });
  });
}

for (const name of ['login', 'register']) {
  test(`page: ${name}`, async ({ newBrowser, watch }) => {
    watch.expects(/status of 401.*\/api\/auth\/me/);
    await expectGoodEverywhere(name, newBrowser, (page) => visit(page, `/${name}`));
  });

  test(`page: ${name}, filled in wrongly`, async ({ newBrowser, watch }) => {
    watch.expects(/status of 401.*\/api\/auth\/me/);
    await expectGoodEverywhere(`${name}-wrong`, newBrowser, async (page) => {
      await visit(page, `/${name}`);
      await page.getByRole('button', { name: /^(Log in|Create account)$/ }).click();
      await expect(page.getByLabel('User name')).toBeFocused();
    });
  });
}

/** What opens over a page: where, by which button, and what it is called. */
const dialogs: [page: PageName, button: string, name: string | RegExp][] = [
  ['document', 'Delete document', /^Delete “Visitor guide”/],
  ['knowledge/tags', 'New tag', 'New tag'],
  ['knowledge/tags', 'Edit Venue', 'Edit “Venue”'],
  ['knowledge/tags', 'Delete Venue', /^Delete the tag/],
  ['knowledge/tokens', 'New token', 'New token'],
  ['knowledge/tokens', 'Revoke n8n', /^Revoke “n8n”/],
  ['conversations', 'Export', /^Export/],
  ['conversations', 'Delete many', /^Delete/],
  ['conversation', 'Delete conversation', 'Delete this conversation?'],
  ['widget', 'New secret', 'Make a new identity secret?'],
  ['widget', 'Remove', 'Remove the identity secret?'],
  ['clients', 'New client', 'New client'],
  ['account', 'Set up', 'Set up a second factor'],
];

for (const [place, button, name] of dialogs) {
  test(`dialog of ${place}: ${button}`, async ({ busy, newBrowser }) => {
    const page = await newBrowser();
    await busy.organiser.logsIn(page.context());
    await visit(page, busy.addressOf(place));
    const opener = page.getByRole('button', { name: button, exact: true }).first();
    await opener.click();
    const dialog = page.getByRole('dialog', { name });
    await expect(dialog).toBeVisible();
    await expectGoodInBothThemes(page, `dialog-${place}-${button}`.replaceAll(/[ /]/g, '-'));
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();
  });
}

test('menus, by keyboard', async ({ busy, newBrowser }) => {
  const page = await newBrowser();
  await busy.organiser.logsIn(page.context());
  await visit(page, busy.addressOf('overview'));
  for (const name of [/Switch client/, /^Account/]) {
    const opener = page.getByRole('button', { name });
    await opener.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menu')).toBeVisible();
    // A menu is over the page, in no part of it.
    await expectAccessible(page, `the menu ${name}`, ['region']);
    await page.keyboard.press('Escape');
    await expect(opener).toBeFocused();
  }
  const account = page.getByRole('button', { name: /^Account/ });
  await account.click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await page.reload();
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark');
});

/** On wide and narrow screens, each loaded anew: nothing moves while a page is loaded. */
async function expectGoodEverywhere(
  name: string,
  newBrowser: (options: { viewport: { width: number; height: number } }) => Promise<Page>,
  goThere: (page: Page) => Promise<void>,
): Promise<void> {
  for (const [device, viewport] of Object.entries(DEVICES)) {
    const page = await newBrowser({ viewport });
    const moved = await watchLayout(page);
    await goThere(page);
    expect.soft(await moved(), `what moved on ${name}, ${device}`).toBeLessThan(0.1);
    await expectGoodInBothThemes(page, `${name.replace('/', '-')}-${device}`);
  }
}

async function expectGoodInBothThemes(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await expectAccessible(page, `${name}, ${theme}`);
    await savePicture(page, `${name}-${theme}`);
  }
  const tooWide = await page.evaluate(() => {
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (one) => one.getBoundingClientRect().right > innerWidth,
    );
    return wide.map(({ tagName, className }) => `${tagName} ${className}`);
  });
  expect.soft(tooWide, `what makes ${name} scroll sideways`).toEqual([]);
}
