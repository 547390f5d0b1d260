/** What is there before a restart is there after it, and everybody sees only their own. */

import { newName, Organiser, PASSWORD } from '../fixtures/organiser.ts';
import { System } from '../fixtures/system.ts';
import { expect, test } from '../fixtures/test.ts';
import { tag, Widget } from '../fixtures/widget.ts';

test('user, session, widget, documents and key survive a restart', async ({ page, site, newBrowser, watch }) => {
  // Nobody is logged in, says the server to the log-in page.
  watch.expects(/status of 401.*\/api\/auth\/me/);
  const system = await System.start();
  try {
    const organiser = await Organiser.register(system.url, 'RustConf 2027');
    await organiser.styles({ primaryColor: '#7c3aed', widgetName: 'Ferris', welcomeMessage: 'Hello crab!' });
    await organiser.writes('Visitor guide', 'The doors open at 8:30 on both days.');
    await organiser.logsIn(page.context());
    const overview = system.url + organiser.page('overview');
    await page.goto(overview);
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();

    // An open page would go on to load and ask, and rightly complain that nobody is there.
    await page.goto('about:blank');
    await system.restart();

    // The session.
    await page.goto(overview);
    await expect(page).toHaveURL(overview);
    await expect(page.getByRole('button', { name: /^Client: RustConf 2027/ })).toBeVisible();
    // The user.
    const other = await newBrowser();
    await other.goto(`${system.url}/login`);
    await other.getByLabel('User name').fill(organiser.username);
    await other.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await other.getByRole('button', { name: 'Log in' }).click();
    await expect(other).toHaveURL(overview);
    // The widget, by its key, and what it answers from.
    await other.goto(site.shows(tag(system.url, organiser.client.publicApiKey)));
    const widget = new Widget(other);
    await widget.opens();
    await expect(widget.panel).toHaveAccessibleName('Ferris');
    await expect(widget.log).toContainText('Hello crab!');
    await expect(widget.button).toHaveCSS('background-color', 'rgb(124, 58, 237)');
    await widget.isAnswered('When do the doors open?', '8:30');
  } finally {
    await system.remove();
  }
});

test('two organisers see nothing of each other', async ({ system, organiser, page, newBrowser, watch }) => {
  watch.expects(/status of 404/);
  const ben = await Organiser.register(system, 'Ben’s own conference');
  const documentId = await ben.writes('Ben’s secret plan', 'Nobody may read this.');
  await ben.isAsked('What is Ben’s plan?');

  await organiser.logsIn(page.context());
  await page.goto('/');
  await expect(page).toHaveURL(organiser.page('overview'));
  await page.getByRole('button', { name: /Switch client/ }).click();
  await expect(page.getByRole('menuitem', { name: 'RustConf 2027' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Ben’s own conference' })).toBeHidden();

  for (const place of ['overview', 'widget', 'knowledge/documents', 'conversations', 'analytics', 'settings/general']) {
    await page.goto(ben.page(place));
    await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
    await expect(page.locator('body')).not.toContainText('Ben’s');
  }
  // Of another's document under one's own client, too.
  await page.goto(organiser.page(`knowledge/documents/${documentId}`));
  await expect(page.getByText('This document does not exist')).toBeVisible();
  await expect(page.locator('body')).not.toContainText('secret plan');

  const visitor = await newBrowser();
  watch.expects(/status of 401/);
  await visitor.goto(ben.page('conversations'));
  await expect(visitor).toHaveURL(/\/login\?next=/);
  await ben.leaves();
});

test('after logging out the pages are closed', async ({ organiser, page, watch }) => {
  watch.expects(/status of 401/);
  await organiser.logsIn(page.context());
  await page.goto(organiser.page('overview'));
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.goto(organiser.page('overview'));
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByLabel('User name').fill(organiser.username);
  await page.getByLabel('Password', { exact: true }).fill('not-the-password');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByText('User name or password is wrong.')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page).toHaveURL(organiser.page('overview'));
});

test('a name that is taken', async ({ organiser, page, watch }) => {
  watch.expects(/status of 401/);
  watch.expects(/status of 409/);
  await page.goto('/register');
  await page.getByLabel('User name').fill(organiser.username);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('This user name is taken. Choose another one.')).toBeVisible();
  await page.getByLabel('User name').fill(newName());
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL(/\/clients\/[\w-]+\/overview/);
});
