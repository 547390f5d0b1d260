/** Whatever somebody wrote is text: in answers, documents, names and questions, on the visitor's page and in the dashboard. */

import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import { tag } from '../fixtures/widget.ts';

/** `alert` is a problem that the watch over the browser finds. */
const IMAGE = '<img src=x onerror=alert(1)>';
const ANSWER = [
  IMAGE,
  '<script>alert(2)</script>',
  '[a link](javascript:alert(3))',
  '[another](  JaVaScRiPt:alert(4))',
  '![picture](x" onerror="alert(5))',
  '<a href="javascript:alert(6)">third</a>',
  '<svg onload=alert(7)></svg>',
  '[data](data:text/html,<script>alert(8)</script>)',
  '`<iframe srcdoc="<script>parent.alert(9)</script>"></iframe>` <conference-chat onclick=alert(10)>',
  '**The end** [1]',
].join('\n\n');

/** Clicks whatever can be clicked in an answer. */
async function clicksAllLinks(page: Page): Promise<void> {
  const links = await page.getByRole('link').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  for (const link of links) expect(link).toMatch(/^(https?|mailto):/);
}

test('an answer, a document and a page that mean harm', async ({ system, organiser, model, site, page, widget }) => {
  await organiser.writes(
    `${IMAGE} guide`,
    `# ${IMAGE}\n\nThe doors ${IMAGE} open at 8:30.`,
    'https://conference.test/guide',
  );
  await organiser.isAnsweredBy(model.url);
  model.answers(ANSWER);
  await organiser.styles({
    widgetName: `${IMAGE} bot`,
    welcomeMessage: `${IMAGE} [hello](javascript:alert(11))`,
    inputPlaceholder: `${IMAGE} ask`,
    suggestedQuestions: [`${IMAGE} when?`],
  });
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await widget.opens();
  await expect(widget.panel).toHaveAccessibleName(`${IMAGE} bot`);
  await widget.control(`${IMAGE} when?`).click();
  await expect(widget.log).toContainText('The end');
  await expect(widget.log).toContainText('<script>alert(2)</script>');
  await widget.control(/^\d+ sources?$/).click();
  await expect(widget.panel.getByRole('link', { name: `${IMAGE} guide` })).toBeVisible();
  await clicksAllLinks(page);
  await expect(widget.panel.locator('img, script, iframe, svg[onload], [onerror], [onclick]')).toHaveCount(0);
});

test('a visitor who means harm, read by the organiser', async ({
  system,
  organiser,
  model,
  site,
  page,
  widget,
  newBrowser,
}) => {
  const userId = `${IMAGE} id`;
  const secret = await organiser.newIdentitySecret();
  const hash = createHmac('sha256', secret).update(userId).digest('hex');
  await organiser.writes(`${IMAGE} guide`, `The doors ${IMAGE} open at 8:30.`);
  await organiser.isAnsweredBy(model.url);
  model.answers(ANSWER);
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await page.evaluate((identity) => window.ConferenceChat?.identify(identity), { userId, name: `${IMAGE} Ann`, hash });
  await widget.opens();
  await widget.isAnswered(`${IMAGE} when do the doors open? ${ANSWER}`, 'The end');
  await widget.control('Not helpful').click();
  await widget.panel.getByRole('textbox', { name: /What was missing/ }).fill(`${IMAGE} bad`);
  await widget.control('Send feedback').click();
  await expect(widget.log).toContainText('Thank you for your feedback.');

  const dashboard = await newBrowser();
  await organiser.logsIn(dashboard.context());
  await dashboard.goto(organiser.page('conversations'));
  await dashboard.getByRole('link', { name: /when do the doors open/ }).click();
  const messages = dashboard.getByRole('region', { name: 'Messages' });
  await expect(messages).toContainText('The end');
  await expect(messages).toContainText(`${IMAGE} bad`);
  await expect(dashboard.getByText(`${IMAGE} Ann`).first()).toBeVisible();
  await messages.getByText(/^\d+ sources?$/).click();
  await clicksAllLinks(dashboard);
  await expect(dashboard.locator('main').locator('img, script, iframe, [onerror], [onclick]')).toHaveCount(0);

  await dashboard.goto(organiser.page('analytics'));
  await expect(dashboard.getByText(`${IMAGE} bad`).first()).toBeVisible();
  await dashboard.goto(organiser.page('knowledge/documents'));
  await expect(dashboard.getByRole('link', { name: `${IMAGE} guide` })).toBeVisible();
});
