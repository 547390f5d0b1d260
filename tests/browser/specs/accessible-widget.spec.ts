/** The widget for everybody: axe, keyboard, screen readers, phones, other scripts. */

import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { savePicture } from '../fixtures/pictures.ts';
import { expect, test } from '../fixtures/test.ts';
import { tag, Widget } from '../fixtures/widget.ts';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };

for (const theme of ['light', 'dark'] as const) {
  for (const [device, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
    test(`axe finds nothing: ${theme}, ${device}`, async ({ system, organiser, model, site, page, widget, watch }) => {
      await organiser.writes(
        'Visitor guide',
        '# Doors\n\nThe doors open at 8:30 on both days.',
        'https://conference.test/',
      );
      await organiser.isAnsweredBy(model.url);
      // A colour on which neither white nor black is easy to read.
      await organiser.styles({ primaryColor: '#f59e0b', theme, suggestedQuestions: ['When?', 'Where?'] });
      model.answers('At **8:30** [1]:\n\n1. `ticket`\n2. [map](https://conference.test/map)\n\n```\ncode\n```');
      await page.setViewportSize(viewport);
      await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
      const looksGood = async (what: string) => {
        await expectAccessible(page, what);
        await savePicture(page, `${what.replaceAll(' ', '-')}-${device}-${theme}`);
      };
      await expect(widget.button).toBeVisible();
      await looksGood('the button');
      await widget.opens();
      await expect(widget.control('When?')).toBeVisible();
      await looksGood('the panel');
      await widget.isAnswered('When do the doors open?', '8:30');
      await widget.control('1 source').click();
      await widget.control('Not helpful').click();
      await looksGood('an answer');
      await widget.input.fill('a'.repeat(2001));
      await looksGood('a question that is too long');
      await widget.input.fill('');
      watch.expects(/status of 503/);
      await page.route('**/chat/stream', (route) =>
        route.fulfill({ status: 503, json: { error: 'Away' }, headers: { 'access-control-allow-origin': '*' } }),
      );
      await widget.asks('And when do they close?');
      await expect(widget.control('Try again')).toBeVisible();
      await looksGood('a failed question');
    });
  }
}

test('the keyboard stays in the panel and goes back to the button', async ({
  system,
  organiser,
  model,
  site,
  page,
  widget,
}) => {
  await organiser.isAnsweredBy(model.url);
  await page.goto(site.shows(`<a href="#top">Before</a>${tag(system, organiser.client.publicApiKey)}`));
  await expect(widget.button).toBeVisible();
  await page.getByRole('link', { name: 'Before' }).focus();
  await page.keyboard.press('Tab');
  await expect(widget.button).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(widget.input).toBeFocused();
  await page.keyboard.type('When do the doors open?');
  await page.keyboard.press('Enter');
  await expect(widget.control('Helpful')).toBeVisible();
  await expect(widget.input).toBeFocused();

  // Round and round, in both directions, and never out.
  for (const key of ['Tab', 'Shift+Tab']) {
    const reached = new Set<string>();
    for (let step = 0; step < 14; step++) {
      await page.keyboard.press(key);
      reached.add(await nameOfFocused(page));
    }
    expect(reached).toContain('Close chat');
    expect(reached).toContain('Helpful');
    expect(reached).toContain('Ask a question…');
    expect(reached).not.toContain('outside');
  }
  await page.keyboard.press('Escape');
  await expect(widget.panel).toBeHidden();
  await expect(widget.button).toBeFocused();
});

test('the page’s shortcuts do not hear what is typed', async ({ system, organiser, site, page, widget }) => {
  const shortcuts = `<p id="heard"></p><script>
    document.addEventListener('keydown', ({ key }) => { document.querySelector('#heard').textContent += key; });
  </script>`;
  await page.goto(site.shows(shortcuts + tag(system, organiser.client.publicApiKey)));
  await widget.opens();
  await widget.input.pressSequentially('sk/');
  await expect(widget.input).toHaveValue('sk/');
  await expect(page.locator('#heard')).toBeEmpty();
});

test('screen readers hear that an answer is written, and the whole of it once', async ({
  system,
  organiser,
  model,
  site,
  page,
  widget,
}) => {
  await organiser.isAnsweredBy(model.url);
  await organiser.styles({ widgetName: 'Ferris' });
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await widget.opens();
  const heard: string[] = [];
  await page.exposeFunction('heard', (text: string) => heard.push(text));
  await widget.panel.getByRole('status').evaluate((status) => {
    new MutationObserver(() =>
      (window as unknown as { heard(text: string | null): void }).heard(status.textContent),
    ).observe(status, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  const asked = model.nextQuestion();
  await widget.asks('When do the doors open?');
  const reply = await asked;
  for (const word of ['The ', 'doors ', 'open ', 'at ', '8:30.']) {
    reply.says(word);
    await expect(widget.log).toContainText(word.trim());
  }
  reply.ends();
  await expect.poll(() => heard).toEqual(['Ferris is writing an answer', 'The doors open at 8:30.']);
  await expect(widget.log).toHaveAttribute('aria-live', 'off');
});

test('on a phone it covers the screen and has letters of 16 px', async ({ system, organiser, site, newBrowser }) => {
  const page = await newBrowser({ viewport: PHONE, hasTouch: true, isMobile: true });
  const widget = new Widget(page);
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await widget.button.tap();
  await expect(widget.input).toBeVisible();
  expect(await widget.panel.boundingBox()).toEqual({ x: 0, y: 0, ...PHONE });
  await expect(widget.panel).toHaveAttribute('aria-modal', 'true');
  await expect(widget.input).toHaveCSS('font-size', '16px');
  // The keyboard of the phone must not come up by itself.
  await expect(widget.input).not.toBeFocused();
  for (const control of await widget.panel.getByRole('button').filter({ visible: true }).all()) {
    const box = await control.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0), await control.innerHTML()).toBeGreaterThanOrEqual(24);
  }
});

test('nothing moves for those who do not want it', async ({ system, organiser, model, site, newBrowser }) => {
  await organiser.isAnsweredBy(model.url);
  const page = await newBrowser({ reducedMotion: 'reduce' });
  const widget = new Widget(page);
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey)));
  await widget.opens();
  const asked = model.nextQuestion();
  await widget.asks('When do the doors open?');
  const reply = await asked;
  await expect(widget.control('Stop answering')).toBeVisible();
  const moving = widget.host.evaluate((host) => host.shadowRoot?.getAnimations().length);
  expect(await moving).toBe(0);
  reply.ends();
});

test('from right to left, in the language of the page', async ({ system, organiser, model, site, page, widget }) => {
  await organiser.isAnsweredBy(model.url);
  model.answers('تفتح الأبواب في 8:30');
  const url = site.shows(tag(system, organiser.client.publicApiKey), { html: 'lang="ar" dir="rtl"' });
  await page.goto(url);
  await expect(widget.button).toHaveAccessibleName('فتح المحادثة');
  await widget.opens();
  await expect(widget.panel).toHaveAttribute('dir', 'rtl');
  await widget.isAnswered('متى تفتح الأبواب؟', '8:30');
  const send = await widget.panel.getByRole('button').last().boundingBox();
  const input = await widget.input.boundingBox();
  expect(send?.x).toBeLessThan(input?.x ?? 0);
  await expectAccessible(page, 'the panel in Arabic');
});

test('the organiser’s language goes before the page’s', async ({ system, organiser, site, page, widget }) => {
  await organiser.styles({ language: 'de' });
  await page.goto(site.shows(tag(system, organiser.client.publicApiKey), { html: 'lang="fr"' }));
  await expect(widget.button).toHaveAccessibleName('Ouvrir le chat');
  await widget.opens();
  await expect(widget.panel).toHaveAttribute('lang', 'de');
  await expect(widget.button).toHaveAccessibleName('Chat schließen');
});

/** What the focus is on: `outside` when it left the panel. */
function nameOfFocused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const root = document.querySelector('conference-chat')?.shadowRoot;
    const focused = root?.activeElement;
    if (!focused?.closest('[role=dialog]')) return 'outside';
    return focused.getAttribute('aria-label') ?? focused.textContent ?? '';
  });
}
