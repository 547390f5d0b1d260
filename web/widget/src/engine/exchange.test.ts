import { describe, expect, it, vi } from 'vitest';
import { ID, Stage, shape } from '../testing/chat';
import { json, type Streaming, WIDGET } from '../testing/server';

const stage = Stage.forEachTest();

describe('a message', () => {
  it('is answered as the answer is made', async () => {
    const chat = await stage.ready();
    chat.send('  Where?  ');
    expect(shape(chat)).toEqual(['visitor sending: Where?', 'assistant waiting: ']);
    expect(chat.state.isBusy).toBe(true);
    stage.stream.send('start', { sessionId: ID, messageId: ID, visitorToken: 'vt_1' }).send('chunk', { text: 'Hall ' });
    await vi.waitFor(() => expect(shape(chat)).toEqual(['visitor done: Where?', 'assistant streaming: Hall ']));
    stage.stream.send('chunk', { text: '3' }).send('sources', [{ title: 'Map', page: 2, url: 5 }, { no: 'title' }]);
    stage.stream.send('done', { messageId: ID, unknown: false });
    await vi.waitFor(() => expect(chat.state.isBusy).toBe(false));
    expect(chat.state.messages[1]).toMatchObject({
      text: 'Hall 3',
      state: 'done',
      sources: [{ title: 'Map', page: 2 }],
      canRate: true,
    });
    expect(stage.told('message')).toEqual([{ text: 'Where?' }]);
    expect(stage.told('answer')).toMatchObject([{ text: 'Hall 3', isUnknown: false }]);
    const [call] = stage.server.to('/chat/stream');
    expect(call?.headers).toMatchObject({ 'x-visitor-token': 'new', 'x-api-key': 'key' });
    expect(call?.body).toMatchObject({ message: 'Where?', sessionId: stage.kept?.sessionId });
    expect(stage.kept?.token).toBe('vt_1');
  });

  it('is answered whole where streaming is off', async () => {
    stage.server.answers['/chat'] = () =>
      json({ response: 'Hall 3', sessionId: ID }, 200, { 'x-visitor-token': 'vt_2', 'x-message-id': ID });
    const chat = await stage.ready({ isStreaming: false });
    chat.send('Where?');
    await vi.waitFor(() => expect(shape(chat)).toEqual(['visitor done: Where?', 'assistant done: Hall 3']));
    expect(stage.kept?.token).toBe('vt_2');
    expect(chat.state.messages[1]?.canRate).toBe(true);
  });

  it('can be stopped, and what came of the answer stays', async () => {
    const chat = await stage.ready();
    chat.send('Where?');
    stage.stream.send('start', {}).send('chunk', { text: 'Hall' });
    await vi.waitFor(() => expect(chat.state.messages[1]?.text).toBe('Hall'));
    chat.stop();
    expect(shape(chat)).toEqual(['visitor done: Where?', 'assistant stopped: Hall']);
    expect(chat.state.isBusy).toBe(false);
    expect(stage.told('error')).toEqual([]);
  });

  it('that was not taken fails in its place, and trying again makes no second one', async () => {
    stage.server.answers['/chat/stream'] = () => json({}, 503);
    const chat = await stage.ready();
    chat.send('Where?');
    await vi.waitFor(() => expect(shape(chat)).toEqual(['visitor failed: Where?']));
    expect(chat.state.messages[0]?.failure).toEqual({ code: 'unavailable' });
    stage.server.answers['/chat/stream'] = (call) => stage.stream.answer(call);
    chat.retry(chat.state.messages[0]?.id ?? '');
    stage.stream.send('start', {}).send('chunk', { text: 'Hall 3' }).send('done', { messageId: null, unknown: true });
    await vi.waitFor(() => expect(shape(chat)).toEqual(['visitor done: Where?', 'assistant done: Hall 3']));
    expect(chat.state.messages[1]).toMatchObject({ canRate: false, isUnknown: true });
    expect(stage.server.to('/chat/stream').map(({ body }) => (body as { message: string }).message)).toEqual([
      'Where?',
      'Where?',
    ]);
  });

  it.each([
    ['says so', (s: Streaming) => s.send('error', { code: 'timeout', message: '' }), 'timeout'],
    ['ends without an end', (s: Streaming) => s.end(), 'unavailable'],
    ['breaks off', (s: Streaming) => s.break(), 'unavailable'],
  ])('whose answer %s fails with what came', async (_, end, code) => {
    const chat = await stage.ready();
    chat.send('Where?');
    stage.stream.send('start', {}).send('chunk', { text: 'Hal' });
    await vi.waitFor(() => expect(chat.state.messages[1]?.text).toBe('Hal'));
    end(stage.stream);
    await vi.waitFor(() => expect(shape(chat)).toEqual(['visitor done: Where?', 'assistant failed: Hal']));
    expect(chat.state.messages[1]?.failure).toEqual({ code });
    chat.retry(chat.state.messages[1]?.id ?? '');
    expect(shape(chat)).toEqual(['visitor sending: Where?', 'assistant waiting: ']);
  });

  it('waits no longer than 45 seconds for the next byte', async () => {
    const chat = await stage.ready();
    vi.useFakeTimers();
    chat.send('Where?');
    await vi.advanceTimersByTimeAsync(44_000);
    stage.stream.send('start', {});
    await vi.advanceTimersByTimeAsync(44_000);
    expect(chat.state.isBusy).toBe(true);
    await vi.advanceTimersByTimeAsync(1_001);
    expect(chat.state.messages[1]).toMatchObject({ state: 'failed', failure: { code: 'timeout' } });
  });

  it('too many are told when the next one may be sent', async () => {
    stage.server.answers['/chat/stream'] = () => json({ retryAfter: 60 }, 429);
    const chat = await stage.ready();
    vi.useFakeTimers();
    chat.send('Where?');
    await vi.advanceTimersByTimeAsync(0);
    expect(chat.state.limitedUntil).toBe(Date.now() + 60_000);
    expect(chat.state.messages[0]?.failure?.code).toBe('rate_limited');
    chat.retry(chat.state.messages[0]?.id ?? '');
    expect(stage.server.to('/chat/stream')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(chat.state.limitedUntil).toBeNull();
  });

  it('of more than 2000 characters is not sent', async () => {
    const chat = await stage.ready();
    chat.send('🚀'.repeat(1001));
    expect(chat.state.messages).toMatchObject([{ state: 'failed', failure: { code: 'too_long' } }]);
    expect(chat.state.isBusy).toBe(false);
    expect(stage.server.to('/chat/stream')).toEqual([]);
  });

  it('whose answer comes while the panel is closed is unread', async () => {
    const chat = await stage.ready();
    chat.send('Where?');
    stage.stream.send('start', {}).send('done', { messageId: ID, unknown: false });
    await vi.waitFor(() => expect(chat.state.unread).toBe(1));
    chat.setOpen(true);
    expect(chat.state.unread).toBe(0);
    expect(stage.told('unread')).toEqual([{ count: 1 }, { count: 0 }]);
  });

  it('that is sent before the settings are there waits for them', async () => {
    const chat = stage.chat();
    const started = chat.start();
    chat.send('Where?');
    expect(shape(chat)).toEqual(['visitor sending: Where?', 'assistant waiting: ']);
    expect(stage.server.to('/chat/stream')).toEqual([]);
    await started;
    await vi.waitFor(() => expect(stage.server.to('/chat/stream')).toHaveLength(1));
  });

  it('goes where the settings say that the chat is', async () => {
    stage.server.answers['/config'] = () =>
      json({ widget: WIDGET, chatUrl: 'https://stage.stream.example/api/widget' });
    const chat = await stage.ready();
    chat.send('Where?');
    await vi.waitFor(() =>
      expect(stage.server.calls.at(-1)?.url).toBe('https://stage.stream.example/api/widget/chat/stream'),
    );
  });
});

describe('ratings', () => {
  async function answered() {
    const chat = await stage.ready();
    chat.send('Where?');
    stage.stream.send('start', {}).send('done', { messageId: ID, unknown: false });
    await vi.waitFor(() => expect(chat.state.isBusy).toBe(false));
    return { chat, id: chat.state.messages[1]?.id ?? '' };
  }

  it('are sent by the name that the server gave the answer', async () => {
    stage.server.answers['/chat/feedback'] = () => new Response(null, { status: 204 });
    const { chat, id } = await answered();
    expect(await chat.rate(id, 'down', 'wrong')).toBe(true);
    expect(await chat.rate(id, null)).toBe(true);
    expect(stage.server.to('/chat/feedback').map(({ body }) => body)).toMatchObject([
      { messageId: ID, rating: 'down', comment: 'wrong' },
      { messageId: ID, rating: 'none' },
    ]);
  });

  it('that are not taken are taken back', async () => {
    const { chat, id } = await answered();
    stage.server.answers['/chat/feedback'] = () => json({}, 500);
    const rating = chat.rate(id, 'up');
    expect(chat.state.messages[1]?.rating).toBe('up');
    expect(await rating).toBe(false);
    expect(chat.state.messages[1]?.rating).toBeNull();
  });
});
