import { describe, expect, test, vi } from 'vitest';
import { make } from './dom';
import german from './languages/de';
import { message, mount, press, type } from './testing';

const SOURCE = { title: 'Guide', page: 3, heading: 'Doors', excerpt: 'At nine.', url: 'https://example.com/g.pdf' };

describe('writing', () => {
  test('Enter sends, with Shift it begins a line, and while an input method is in use it does neither', () => {
    const { find, chat } = mount();
    const input = find<HTMLTextAreaElement>('.input');
    type(input, '  Hello  ');
    expect(press(input, 'Enter', { shiftKey: true }).defaultPrevented).toBe(false);
    press(input, 'Enter', { isComposing: true });
    press(input, 'Enter', { keyCode: 229 });
    expect(chat.send).not.toHaveBeenCalled();
    press(input, 'Enter');
    expect(chat.send.mock.calls).toEqual([['Hello']]);
    expect(input.value).toBe('');
    press(input, 'Enter');
    expect(chat.send).toHaveBeenCalledTimes(1);
  });

  test.each([
    ['an answer is on its way', { isBusy: true }],
    ['there is no connection', { isOffline: true }],
    ['it was too much', { limitedUntil: Date.now() + 60_000 }],
    ['nobody is logged in', { failure: { code: 'login_required' as const } }],
  ])('nothing is sent while %s, and the text stays', (_, state) => {
    const { find, chat } = mount(state);
    const input = find<HTMLTextAreaElement>('.input');
    type(input, 'Hello');
    press(input, 'Enter');
    expect(chat.send).not.toHaveBeenCalled();
    expect(input.value).toBe('Hello');
  });

  test('the counter comes near the limit, and beyond it nothing is sent', () => {
    const { find, chat } = mount();
    const input = find<HTMLTextAreaElement>('.input');
    expect(find('.counter').hidden).toBe(true);
    type(input, 'a'.repeat(1990));
    expect(find('.counter').textContent).toBe('10 characters left');
    type(input, 'a'.repeat(2001));
    expect(find('.counter').textContent).toBe('1 character too many');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    press(input, 'Enter');
    expect(chat.send).not.toHaveBeenCalled();
  });

  test('suggestions stand in an empty conversation only', async () => {
    const { find, root, chat, set } = mount({}, { suggestedQuestions: ['Where?', 'When?'] });
    expect([...root.querySelectorAll('.chip')].map((chip) => chip.textContent)).toEqual(['Where?', 'When?']);
    root.querySelector<HTMLElement>('.chip')?.click();
    expect(chat.send.mock.calls).toEqual([['Where?']]);
    await set({ messages: [message('visitor', 'Where?')] });
    expect(find('.chips').hidden).toBe(true);
  });
});

describe('focus', () => {
  test('goes to the field, and back to the button', () => {
    const { panel, root, find, launcher, onClose } = mount();
    panel.open();
    expect(root.activeElement).toBe(find('.input'));
    press(find('.input'), 'Escape');
    expect(onClose).toHaveBeenCalledTimes(1);
    expect(find('.panel').hidden).toBe(true);
    expect(root.activeElement).toBe(launcher);
  });

  test('keys do not reach the page', () => {
    const { panel, find } = mount();
    panel.open();
    const heard = vi.fn();
    document.addEventListener('keydown', heard);
    press(find('.input'), 's');
    document.removeEventListener('keydown', heard);
    expect(heard).not.toHaveBeenCalled();
  });
});

describe('answers', () => {
  test('are announced when they begin and once when they are complete', async () => {
    const { said, set } = mount({ messages: [message('visitor', 'old'), message('assistant', 'old answer')] });
    const [question, answer] = [message('visitor', 'new'), message('assistant', '', { state: 'waiting' })];
    await set({ messages: [question, answer], isBusy: true });
    for (const text of ['The ', 'The **doors', 'The **doors** open.']) {
      await set({ messages: [question, { ...answer, text, state: 'streaming' }] });
    }
    const done = { ...answer, text: 'The **doors** open.', state: 'done' as const, sources: [SOURCE] };
    await set({ messages: [question, done], isBusy: false });
    await set({ messages: [question, { ...done, rating: 'up' as const }] });
    expect(said).toEqual(['Guide is writing an answer', 'The doors open.\n1 source']);
  });

  test('show their sources, folded, and citations open them', async () => {
    const { find, root } = mount({
      messages: [message('assistant', 'At nine [1] or ten [2].', { sources: [SOURCE] })],
    });
    expect(find('.source-list').hidden).toBe(true);
    expect(find('.bubble .cite').getAttribute('aria-label')).toBe('Show source 1');
    expect(root.querySelectorAll('.bubble')[1]?.textContent).toBe('At nine 1 or ten.');
    const moved = vi.spyOn(find('.source-list'), 'scrollIntoView');
    find('.bubble .cite').click();
    expect(find('.source-list').hidden).toBe(false);
    expect(moved).toHaveBeenCalledOnce();
    expect(root.activeElement).toBe(find('.source'));
    expect(find('.source-place').textContent).toBe('Page 3 · Doors');
    expect(find<HTMLAnchorElement>('.source a').href).toBe('https://example.com/g.pdf#page=3');
    find('.sources').click();
    expect(find('.source-list').hidden).toBe(true);
    expect(moved).toHaveBeenCalledOnce();
  });

  test('that were cut short have no signs of sources that never came', () => {
    const { root } = mount({ messages: [message('assistant', 'At nine [1].', { state: 'stopped' })] });
    expect(root.querySelectorAll('.bubble')[1]?.textContent).toBe('At nine.');
  });

  test('an address that is none to follow is no link', () => {
    const source = { title: 'x', url: 'javascript:alert(1)' };
    const { find, root } = mount({ messages: [message('assistant', 'a', { sources: [source] })] });
    expect(root.querySelector('.source a')).toBeNull();
    expect(find('.source-title').textContent).toBe('x');
  });

  test('without sources for visitors there are no citations either', () => {
    const answer = message('assistant', 'At nine [1].', { sources: [SOURCE] });
    const { find, root } = mount({ messages: [answer] }, { showSources: false, welcomeMessage: '' });
    expect(find('.sources').hidden).toBe(true);
    expect(root.querySelectorAll('.bubble')[1]?.textContent).toBe('At nine.');
  });

  test('can be rated, taken back, and commented', async () => {
    const { find, chat, set } = mount({ messages: [message('assistant', 'a', { id: 'x' })] });
    find('.thumb:not(.down)').click();
    expect(chat.rate.mock.lastCall).toEqual(['x', 'up']);
    await set({ messages: [message('assistant', 'a', { id: 'x', rating: 'up' })] });
    expect(find('.thumb:not(.down)').getAttribute('aria-pressed')).toBe('true');
    find('.thumb:not(.down)').click();
    expect(chat.rate.mock.lastCall).toEqual(['x', null]);
    find('.thumb.down').click();
    expect(chat.rate.mock.lastCall).toEqual(['x', 'down']);
    expect(find('.comment-form').hidden).toBe(false);
    type(find<HTMLTextAreaElement>('.comment'), 'Wrong day.');
    find('.comment-form .filled').click();
    expect(chat.rate.mock.lastCall).toEqual(['x', 'down', 'Wrong day.']);
    await vi.waitFor(() => expect(find('.thanks').textContent).toBe('Thank you for your feedback.'));
    expect(find('.comment-form').hidden).toBe(true);
  });

  test('that failed say why and can be tried again', () => {
    const failure = { code: 'timeout' as const };
    const { find, chat } = mount({ messages: [message('assistant', '', { id: 'x', state: 'failed', failure })] });
    expect(find('.note').textContent).toContain('The answer took too long.');
    find('.note .small').click();
    expect(chat.retry.mock.calls).toEqual([['x']]);
  });

  test('keep the order of the conversation', async () => {
    const [one, two, three] = [message('visitor', 'one'), message('assistant', 'two'), message('visitor', 'three')];
    const { root, set } = mount({ messages: [three] }, { welcomeMessage: '' });
    await set({ messages: [one, two, three] });
    const texts = [...root.querySelectorAll('.messages .bubble')].map((bubble) => bubble.textContent);
    expect(texts).toEqual(['one', 'two', 'three']);
    await set({ messages: [] });
    expect(root.querySelectorAll('.messages .bubble')).toHaveLength(0);
  });
});

describe('the panel', () => {
  test('that the page opens leaves the focus with a visitor who writes elsewhere', () => {
    const { panel, root, find } = mount();
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    panel.open();
    expect(document.activeElement).toBe(field);
    panel.close();
    field.remove();
    panel.open();
    expect(root.activeElement).toBe(find('.input'));
  });

  test('keeps its focus and its keys from the page, whose dialogs and shortcuts would take them', () => {
    const { find } = mount();
    const heard = vi.fn();
    for (const type of ['focusin', 'keydown', 'keyup', 'keypress']) {
      document.addEventListener(type, heard);
      find('.input').dispatchEvent(new Event(type, { bubbles: true, composed: true }));
      document.removeEventListener(type, heard);
    }
    expect(heard).not.toHaveBeenCalled();
  });

  test('does not mind what old scripts of the page add to all objects', () => {
    // No name for an attribute: one made of it would throw.
    Object.assign(Object.prototype, { $extend: () => undefined });
    try {
      expect(make('p', '', { lang: 'en' }).getAttributeNames()).toEqual(['lang']);
    } finally {
      Reflect.deleteProperty(Object.prototype, '$extend');
    }
  });

  test('offers no questions to whoever has to log in first', async () => {
    const { find, set } = mount({}, { suggestedQuestions: ['Where?'] });
    expect(find('.chips').hidden).toBe(false);
    await set({ failure: { code: 'login_required' } });
    expect(find('.chips').hidden).toBe(true);
  });

  test('says until when there are no more questions, and when there is no connection', async () => {
    const { find, said, set } = mount({ limitedUntil: Date.now() + 5 * 60_000 - 1000 });
    expect(find('.banner').textContent).toContain('in 5 minutes');
    await set({ limitedUntil: null, isOffline: true });
    expect(find('.banner').textContent).toContain('offline');
    await set({ isOffline: false });
    expect(find('.banner').hidden).toBe(true);
    expect(said.at(-1)).toContain('offline');
  });

  test('says why there is no chat, and offers to try again where that helps', async () => {
    const { find, chat, set } = mount({ phase: 'failed', failure: { code: 'unavailable' } });
    expect(find('.failed').hidden).toBe(false);
    find('.failed .filled').click();
    expect(chat.start).toHaveBeenCalledTimes(1);
    await set({ failure: { code: 'login_required' } });
    expect(find('.failed').textContent).toContain('log in');
    expect(find('.failed .filled').hidden).toBe(true);
    expect(find('.composer').hidden).toBe(true);
  });

  test('speaks another language from one moment to the next, and keeps the draft', () => {
    const { find, panel, root } = mount();
    panel.open();
    type(find<HTMLTextAreaElement>('.input'), 'Draft');
    panel.setWords('de', german);
    expect(find('.panel').lang).toBe('de');
    expect(find('.panel').hidden).toBe(false);
    expect(find<HTMLTextAreaElement>('.input').value).toBe('Draft');
    expect(root.activeElement).toBe(find('.input'));
  });

  test('links to the privacy policy, if that is a page', async () => {
    const { find, set } = mount({}, { privacyUrl: 'https://example.com/privacy' });
    expect(find<HTMLAnchorElement>('.privacy').href).toBe('https://example.com/privacy');
    await set({}, { privacyUrl: 'javascript:alert(1)' });
    expect(find('.privacy').hidden).toBe(true);
    expect(find('.privacy').hasAttribute('href')).toBe(false);
  });

  test('takes everything away', () => {
    const { panel, root, launcher } = mount();
    panel.destroy();
    expect([...root.children]).toEqual([launcher]);
    expect(root.adoptedStyleSheets).toHaveLength(0);
  });
});
