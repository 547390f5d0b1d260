/** The second factor, from setting it up to turning it off, as an organiser does it. */

import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { PASSWORD } from '../fixtures/organiser.ts';
import { savePicture } from '../fixtures/pictures.ts';
import { expect, test } from '../fixtures/test.ts';
import { totp } from '../fixtures/totp.ts';

test('a code is asked for from then on, until it is turned off', async ({ organiser, page, newBrowser, watch }) => {
  // Nobody is logged in, says the server to the log-in page, and that a code is wanted.
  watch.expects(/status of 401/);
  watch.expects(/status of 403/);
  await organiser.logsIn(page.context());
  await page.goto('/settings/account');
  await page.getByRole('button', { name: 'Set up' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await fillIn(page, 'Continue', { password: PASSWORD });
  const dialog = page.getByRole('dialog', { name: 'Add it to your app' });
  await expect(dialog.getByRole('img', { name: /^QR code/ })).toBeVisible();
  await expectAccessible(page, 'the dialog with the key');
  await savePicture(page, 'second-factor-key');
  const secret = (await dialog.getByLabel('Key', { exact: true }).inputValue()).replaceAll(' ', '');
  await fillIn(page, 'Turn on', { code: '000000' });
  await expect(dialog.getByText('This is not the code of now.')).toBeVisible();
  await fillIn(page, 'Turn on', { code: totp(secret) });
  const listed = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(listed).toHaveCount(10);
  const codes = await listed.allInnerTexts();
  await expectAccessible(page, 'the recovery codes');
  await savePicture(page, 'second-factor-codes');
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('10 recovery codes left')).toBeVisible();
  await savePicture(page, 'second-factor-on');

  const other = await newBrowser();
  await other.goto('/login');
  await other.getByLabel('User name').fill(organiser.username);
  await fillIn(other, 'Log in', { password: PASSWORD });
  await expect(other.getByLabel('Code', { exact: true })).toBeFocused();
  await expectAccessible(other, 'the question for a code');
  await savePicture(other, 'second-factor-log-in');
  await fillIn(other, 'Log in', { code: 'abcd-abcd-abcd-abcd' });
  await expect(other.getByText('The code is wrong')).toBeVisible();
  // That of now was used to turn it on.
  await fillIn(other, 'Log in', { code: totp(secret, 1) });
  await expect(other).toHaveURL(organiser.page('overview'));

  await page.getByRole('button', { name: 'Turn off' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await fillIn(page, 'Turn off', { password: PASSWORD, code: codes[0] ?? '' });
  await expect(page.getByRole('button', { name: 'Set up' })).toBeVisible();
});

/** In the dialog that is open, or on the page of log-in. */
async function fillIn(page: Page, button: string, fields: { password?: string; code?: string }) {
  const inside = page.getByRole('dialog').or(page.locator('body:not(:has([role=dialog]))'));
  if (fields.password !== undefined) await inside.getByRole('textbox', { name: 'Password' }).fill(fields.password);
  if (fields.code !== undefined) await inside.getByLabel('Code', { exact: true }).fill(fields.code);
  await inside.getByRole('button', { name: button, exact: true }).click();
}
