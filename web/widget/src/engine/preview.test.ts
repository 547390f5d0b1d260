import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PreviewChat } from './preview';

const EXAMPLE = { question: 'When?', answer: 'At **8:30**.', source: { title: 'Guide', page: 1 } };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', () => {
    throw new Error('the preview asks nobody');
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const texts = (chat: PreviewChat) => chat.state.messages.map(({ text }) => text);

it('shows an example and the settings that it is given, one after the other', () => {
  const chat = new PreviewChat({ widgetName: 'One', primaryColor: '#123456' }, EXAMPLE);
  expect(chat.state).toMatchObject({ phase: 'ready', settings: { widgetName: 'One', primaryColor: '#123456' } });
  expect(texts(chat)).toEqual(['When?', 'At **8:30**.']);
  chat.change({ widgetName: 'Two', primaryColor: '#12' });
  expect(chat.state.settings).toMatchObject({ widgetName: 'Two', primaryColor: '#3b82f6' });
  expect(texts(chat)).toHaveLength(2);
});

it('shows what was changed: the greeting in an empty conversation, sources in the example', () => {
  const chat = new PreviewChat({}, EXAMPLE);
  chat.change({ suggestedQuestions: ['Where?'] });
  expect(texts(chat)).toEqual([]);
  chat.change({ showSources: false });
  expect(texts(chat)).toHaveLength(2);
  chat.change({ welcomeMessage: 'Hello' });
  expect(texts(chat)).toEqual([]);
});

it('answers word by word, and can be stopped', async () => {
  const chat = new PreviewChat({}, EXAMPLE);
  chat.startOver();
  chat.send('Hm?');
  expect(chat.state).toMatchObject({ isBusy: true, messages: [{ text: 'Hm?' }, { state: 'waiting' }] });
  await vi.advanceTimersByTimeAsync(40);
  expect(chat.state.messages[1]).toMatchObject({ text: 'At ', state: 'streaming' });
  await vi.advanceTimersByTimeAsync(80);
  expect(chat.state.messages[1]).toMatchObject({ text: EXAMPLE.answer, state: 'done', sources: [EXAMPLE.source] });
  expect(chat.state.isBusy).toBe(false);
  chat.send('And?');
  await vi.advanceTimersByTimeAsync(40);
  chat.stop();
  await vi.advanceTimersByTimeAsync(400);
  expect(chat.state.messages[3]).toMatchObject({ text: 'At ', state: 'stopped' });
});
