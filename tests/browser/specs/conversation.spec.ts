/** A visitor's conversation. */

import { expect, test } from '../fixtures/test.ts';
import { tag } from '../fixtures/widget.ts';

test.beforeEach(async ({ system, organiser, model, site, page }) => {
  await organiser.isAnsweredBy(model.url);
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
});

test('an answer is read while it is written', async ({ model, widget }) => {
  await widget.opens();
  const asked = model.nextQuestion();
  await widget.asks('When do the doors open?');
  await expect(widget.control('Stop answering')).toBeVisible();
  const reply = await asked;
  reply.says('The doors open ');
  await expect(widget.log).toContainText('The doors open');
  await expect(widget.control('Helpful')).toBeHidden();
  reply.says('at **8:30**.');
  reply.ends();
  await expect(widget.log.locator('strong')).toHaveText('8:30');
  await expect(widget.control('Helpful')).toBeVisible();
  await expect(widget.control('Stop answering')).toBeHidden();
});

test('an answer is stopped', async ({ model, widget }) => {
  await widget.opens();
  const asked = model.nextQuestion();
  await widget.asks('Tell me everything');
  const reply = await asked;
  reply.says('First of all');
  await expect(widget.log).toContainText('First of all');
  await widget.control('Stop answering').click();
  await expect(widget.log).toContainText('You stopped this answer.');
  await reply.isGone;
  model.answers('Coffee is in the foyer.');
  await widget.isAnswered('Where is coffee?', 'Coffee is in the foyer.');
});

test('it is there again after a reload, and gone with a new conversation', async ({ page, widget, organiser }) => {
  await widget.opens();
  await widget.isAnswered('When do the doors open?', '8:30');
  await widget.control('Helpful').click();
  await expect(widget.log).toContainText('Thank you for your feedback.');
  await page.reload();
  await widget.opens();
  await expect(widget.log).toContainText('When do the doors open?');
  await expect(widget.control('Helpful')).toHaveAttribute('aria-pressed', 'true');

  await widget.control('New conversation').click();
  await expect(widget.log).not.toContainText('When do the doors open?');
  await widget.isAnswered('Is there coffee?', '8:30');
  await page.reload();
  await widget.opens();
  await expect(widget.log).toContainText('Is there coffee?');
  await expect(widget.log).not.toContainText('When do the doors open?');
  expect(await organiser.reads()).toHaveLength(2);
});

test('what is written and not sent is kept', async ({ page, widget }) => {
  await widget.opens();
  await widget.input.fill('When do the d');
  await page.reload();
  await widget.opens();
  await expect(widget.input).toHaveValue('When do the d');
});

test('thumbs down asks what was wrong, and the organiser reads it', async ({ organiser, widget }) => {
  await widget.opens();
  await widget.isAnswered('When do the doors open?', '8:30');
  await widget.control('Not helpful').click();
  await widget.panel.getByRole('textbox', { name: /What was missing/ }).fill('Which door?');
  await widget.control('Send feedback').click();
  await expect(widget.log).toContainText('Thank you for your feedback.');
  const [conversation] = await organiser.reads();
  expect(conversation?.messages[1]).toMatchObject({ rating: 'down', ratingComment: 'Which door?' });
});

test('2,000 characters, and a counter near the end', async ({ widget }) => {
  await widget.opens();
  await widget.input.fill('a'.repeat(1799));
  await expect(widget.counter).toBeHidden();
  await widget.input.fill('a'.repeat(1990));
  await expect(widget.counter).toHaveText('10 characters left');
  await widget.input.fill('a'.repeat(2001));
  await expect(widget.counter).toHaveText('1 character too many');
  await widget.input.press('Enter');
  await expect(widget.input).toHaveValue('a'.repeat(2001));
  await widget.input.press('Backspace');
  await widget.input.press('Enter');
  await expect(widget.log).toContainText('a'.repeat(2000));
  await expect(widget.log).toContainText('8:30');
});

test('Enter sends, Shift and Enter begin a line', async ({ organiser, widget, page }) => {
  await widget.opens();
  await widget.input.fill('one');
  await widget.input.press('Shift+Enter');
  await page.keyboard.type('two');
  await widget.input.press('Enter');
  await expect(widget.log).toContainText('8:30');
  await expect(widget.input).toHaveValue('');
  const [conversation] = await organiser.reads();
  expect(conversation?.messages[0]?.content).toBe('one\ntwo');
});

test('suggested questions are asked by a click', async ({ organiser, widget, page }) => {
  await organiser.styles({ suggestedQuestions: ['When do the doors open?', 'Is there coffee?'] });
  await page.reload();
  await widget.opens();
  await widget.control('When do the doors open?').click();
  await expect(widget.log).toContainText('8:30');
  await expect(widget.control('Is there coffee?')).toBeHidden();
  await expect(widget.input).toBeFocused();
});

test('an answer that comes while it is closed is counted', async ({ model, widget }) => {
  await widget.opens();
  const asked = model.nextQuestion();
  await widget.asks('When do the doors open?');
  const reply = await asked;
  await widget.closes();
  reply.says('At 8:30.');
  reply.ends();
  await expect(widget.button).toContainText('1');
  await widget.opens();
  await expect(widget.log).toContainText('At 8:30.');
  await expect(widget.button).not.toContainText('1');
});

test('what the organiser switches off is not there', async ({ organiser, widget, page, model }) => {
  await organiser.writes('Visitor guide', '# Doors\n\nThe doors open at 8:30 on both days.');
  model.answers('The doors open at 8:30 [1].');
  await organiser.styles({ showSources: false, showFeedback: false, privacyUrl: 'https://conference.test/privacy' });
  await page.reload();
  await widget.opens();
  await widget.isAnswered('When do the doors open?', '8:30');
  await expect(widget.control('Helpful')).toBeHidden();
  await expect(widget.control('1 source')).toBeHidden();
  await expect(widget.panel.getByRole('link', { name: 'Privacy' })).toHaveAttribute(
    'href',
    'https://conference.test/privacy',
  );
});

test('sources are folded under the answer', async ({ organiser, widget, model }) => {
  const address = 'https://conference.test/guide.html';
  await organiser.writes('Visitor guide', '# Doors\n\nThe doors open at 8:30 on both days.', address);
  model.answers('The doors open at 8:30 [1].');
  await widget.opens();
  await widget.isAnswered('When do the doors open?', '8:30');
  const link = widget.panel.getByRole('link', { name: /Visitor guide/ });
  await expect(link).toBeHidden();
  await widget.control('1 source').click();
  await expect(link).toHaveAttribute('href', address);
  await expect(widget.log).toContainText('The doors open at 8:30 on both days.');
  await widget.control('1 source').click();
  await widget.control('Show source 1').click();
  await expect(link).toBeVisible();
});
