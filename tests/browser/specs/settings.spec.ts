/** What an organiser changes, and what that does to visitors. */

import { newName, PASSWORD } from '../fixtures/organiser.ts';
import { expect, test } from '../fixtures/test.ts';
import { tag, Widget } from '../fixtures/widget.ts';

test.beforeEach(async ({ organiser, context }) => organiser.logsIn(context));

test('a new key: the old one opens nothing any more', async ({ system, organiser, page, site, newBrowser, watch }) => {
  await page.goto(organiser.page('settings/key'));
  await page.getByRole('button', { name: 'Regenerate key…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Regenerate the public key?' });
  const confirm = dialog.getByRole('button', { name: 'Regenerate key' });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox').fill(organiser.client.name);
  await confirm.click();
  await expect(dialog).toBeHidden();
  const key = await page.getByRole('textbox', { name: 'Public key' }).inputValue();
  expect(key).toMatch(/^pk_live_\w+$/);
  expect(key).not.toBe(organiser.client.publicApiKey);

  watch.expects(/CORS policy|ERR_FAILED/);
  const visitor = await newBrowser();
  const widget = new Widget(visitor);
  await visitor.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await widget.opens();
  await expect(widget.text('This chat is not available on this page.')).toBeVisible();
  await visitor.goto(site.shows(tag(system, key)));
  await widget.opens();
  await expect(widget.log).toContainText('Hi! How can I help?');
});

test('a domain is removed, and that is undone', async ({ organiser, page }) => {
  await organiser.allows('conference.test', '*.conference.test');
  await page.goto(organiser.page('settings/domains'));
  const list = page.getByRole('list', { name: 'Allowed domains' });
  await page.getByRole('button', { name: 'Remove conference.test' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(2);

  const domain = page.getByRole('textbox', { name: 'Domain' });
  await domain.fill('not a domain');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(domain).toHaveAttribute('aria-invalid', 'true');
  await page.reload();
  await expect(list.getByRole('listitem')).toHaveCount(2);
});

test('an own model answers, tested before visitors meet it', async ({
  system,
  organiser,
  model,
  page,
  site,
  newBrowser,
}) => {
  await page.goto(organiser.page('settings/answers'));
  await page.getByRole('radio', { name: /^Language model/ }).check();
  await page.getByLabel('Provider').selectOption('Another server');
  await page.getByRole('textbox', { name: 'Base URL' }).fill(model.url);
  await page.getByLabel('API key', { exact: true }).fill('sk-test');
  await page.getByRole('textbox', { name: 'Model', exact: true }).fill('test-model');
  await page.getByRole('button', { name: 'Save' }).click();
  // What is tested is what was saved.
  await page.getByRole('textbox', { name: 'Question' }).fill('When do the doors open?');
  await page.getByRole('button', { name: 'Test' }).click();
  await expect(page.getByText('The doors open at')).toBeVisible();
  await page.reload();
  await expect(page.getByText('sk-test')).toHaveCount(0);

  const visitor = await newBrowser();
  const widget = new Widget(visitor);
  await visitor.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await widget.opens();
  await widget.isAnswered('When do the doors open?', 'The doors open at 8:30.');
  expect(await organiser.reads()).toHaveLength(1);
});

test('a new password ends the other sessions', async ({ organiser, page, newBrowser, watch }) => {
  const other = await newBrowser();
  watch.expects(/status of 401/);
  await other.goto('/login');
  await other.getByLabel('User name').fill(organiser.username);
  await other.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await other.getByRole('button', { name: 'Log in' }).click();
  await expect(other.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();

  await page.goto('/settings/account');
  await expect(page.getByText('This one')).toBeVisible();
  await page.getByLabel('Current password').fill(PASSWORD);
  await page.getByLabel('New password').fill('another-horse-battery');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Password changed').first()).toBeVisible();
  await other.goto(organiser.page('overview'));
  await expect(other).toHaveURL(/\/login\?next=/);
  await other.getByLabel('User name').fill(organiser.username);
  await other.getByLabel('Password', { exact: true }).fill('another-horse-battery');
  await other.getByRole('button', { name: 'Log in' }).click();
  await expect(other).toHaveURL(organiser.page('overview'));
});

test('a second client has nothing of the first', async ({ organiser, page }) => {
  await organiser.writes('Visitor guide', 'The doors open at 8:30.');
  await page.goto(organiser.page('knowledge/documents'));
  await expect(page.getByRole('link', { name: 'Visitor guide' })).toBeVisible();
  await page.getByRole('button', { name: /Switch client/ }).click();
  await page.getByRole('menuitem', { name: 'New client' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Second conference');
  await page.getByRole('button', { name: 'Create client' }).click();
  await expect(page.getByRole('button', { name: /^Client: Second conference/ })).toBeVisible();
  await page.getByRole('link', { name: 'Knowledge' }).click();
  await expect(page.getByText('Drop files here, or choose them')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Visitor guide' })).toHaveCount(0);
  await page.getByRole('button', { name: /Switch client/ }).click();
  await page.getByRole('menuitem', { name: organiser.client.name }).click();
  await page.getByRole('link', { name: 'Knowledge' }).click();
  await expect(page.getByRole('link', { name: 'Visitor guide' })).toBeVisible();
});

test('a document is deleted only when that is confirmed', async ({ organiser, page }) => {
  const id = await organiser.writes('Visitor guide', 'The doors open at 8:30.');
  await page.goto(organiser.page(`knowledge/documents/${id}`));
  await page.getByRole('button', { name: 'Delete document' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Visitor guide' })).toBeVisible();
  await page.getByRole('button', { name: 'Delete document' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete document' }).click();
  await expect(page).toHaveURL(organiser.page('knowledge/documents'));
  await expect(page.getByText('Drop files here, or choose them')).toBeVisible();
});

test('changes of the widget are not lost by a click', async ({ organiser, page }) => {
  await page.goto(organiser.page('widget'));
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill(newName());
  await page.getByRole('link', { name: 'Conversations' }).click();
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page).toHaveURL(organiser.page('widget'));
  await page.getByRole('link', { name: 'Conversations' }).click();
  await dialog.getByRole('button', { name: 'Discard and leave' }).click();
  await expect(page).toHaveURL(organiser.page('conversations'));
});

test('pages that cannot be loaded say so and try again', async ({ organiser, page, context, watch }) => {
  watch.expects(/ERR_CONNECTION_REFUSED/);
  await page.route('**/api/dashboard/knowledge/**', (route) => route.abort('connectionrefused'));
  await page.goto(organiser.page('knowledge/tags'));
  await expect(page.getByText('The tags could not be loaded')).toBeVisible();
  await page.unroute('**/api/dashboard/knowledge/**');
  await page.getByRole('button', { name: /again/i }).click();
  await expect(page.getByText('No tags yet')).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText(/^You are offline/)).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText(/^You are offline/)).toBeHidden();
});

test('the demo page has the widget of who is logged in', async ({ organiser, page, widget }) => {
  await organiser.writes('Harbour guide', 'The boat leaves at nine sharp.');
  await page.goto('/demo');
  await widget.opens();
  await widget.isAnswered('When does the boat leave?', 'nine sharp');
});
