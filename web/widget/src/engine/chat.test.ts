import { describe, expect, it, vi } from 'vitest';
import { API, ID, Stage, shape } from '../testing/chat';
import { json, Streaming, WIDGET } from '../testing/server';
import { createStore } from './storage';

const stage = Stage.forEachTest();

describe('settings', () => {
  it('come from the server, below what the page says, and are kept for the next visit', async () => {
    const chat = await stage.ready({ page: { primaryColor: '#000000' }, hints: { position: 'bottom-right' } });
    expect(chat.state).toMatchObject({
      phase: 'ready',
      settings: { widgetName: 'Help', primaryColor: '#000000', position: 'bottom-left' },
    });
    expect(stage.server.calls[0]?.headers).toEqual({ 'x-api-key': 'key' });
    expect(stage.chat().state).toMatchObject({ phase: 'ready', settings: { ...WIDGET } });
  });

  it('that cannot be had are asked for again when the panel is opened', async () => {
    stage.server.answers['/config'] = () => json({}, 503);
    const chat = await stage.ready();
    expect(chat.state).toMatchObject({ phase: 'failed', failure: { code: 'unavailable' } });
    stage.server.answers['/config'] = () => json({ widget: WIDGET });
    chat.setOpen(true);
    await vi.waitFor(() => expect(chat.state).toMatchObject({ phase: 'ready', failure: null }));
  });

  it('of the last visit do while the server is away, but not where the widget is not allowed', async () => {
    await stage.ready();
    stage.server.answers['/config'] = () => json({}, 500);
    expect((await stage.ready()).state).toMatchObject({ phase: 'ready', failure: null });
    stage.server.answers['/config'] = () => json({}, 403);
    expect((await stage.ready()).state).toMatchObject({ phase: 'failed', failure: { code: 'not_allowed' } });
    expect(stage.chat().state.phase).toBe('loading');
  });

  it('that a page may not read are told from a server that is away', async () => {
    stage.server.answers['/config'] = () => new TypeError('failed to fetch');
    expect((await stage.ready()).state.failure).toEqual({ code: 'unavailable' });
    stage.server.answers['/health'] = () => json({});
    expect((await stage.ready()).state.failure).toEqual({ code: 'not_allowed' });
  });

  it('come when the network is back', async () => {
    vi.stubGlobal('navigator', { onLine: false, userAgent: 'test' });
    delete stage.server.answers['/config'];
    const chat = await stage.ready();
    expect(chat.state).toMatchObject({ phase: 'failed', isOffline: true, failure: { code: 'offline' } });
    stage.server.answers['/config'] = () => json({ widget: WIDGET });
    dispatchEvent(new Event('online'));
    await vi.waitFor(() => expect(chat.state).toMatchObject({ phase: 'ready', isOffline: false }));
  });
});

describe('the conversation', () => {
  const history = {
    messages: [
      { id: 'a', role: 'visitor', content: 'Where?', createdAt: '2026-01-02T03:04:05.678Z' },
      { id: 'b', role: 'assistant', content: 'Hall', outcome: 'partial', createdAt: '2026-01-02T03:04:06.000Z' },
      { id: 'c', role: 'assistant', content: 'Hall 3', outcome: 'complete', rating: 'up', createdAt: 'x' },
    ],
  };

  function keep(sessionId = ID, token: string | null = 'vt_1') {
    createStore('key').set('visitor', JSON.stringify({ sessionId, token }));
  }

  it('is restored with the token, and only with one', async () => {
    keep(ID, null);
    await stage.ready();
    expect(stage.server.to('/chat/conversation')).toEqual([]);
    keep();
    stage.server.answers['/chat/conversation'] = () => json(history);
    const chat = await stage.ready();
    expect(shape(chat)).toEqual(['visitor done: Where?', 'assistant failed: Hall', 'assistant done: Hall 3']);
    expect(chat.state.messages[2]).toMatchObject({ id: 'c', rating: 'up', canRate: true });
    expect(stage.server.to('/chat/conversation').at(-1)).toMatchObject({
      url: `${API}/chat/conversation?sessionId=${ID}`,
      headers: { 'x-visitor-token': 'vt_1' },
    });
  });

  it('stays as it is when it cannot be restored', async () => {
    keep();
    stage.server.answers['/chat/conversation'] = () => json({}, 500);
    const chat = await stage.ready();
    expect(chat.state).toMatchObject({ phase: 'ready', messages: [], failure: null });
  });

  it('comes before what is asked meanwhile', async () => {
    await stage.ready();
    keep();
    let answer: (response: Response) => void = () => undefined;
    stage.server.answers['/chat/conversation'] = () => new Promise((resolve) => (answer = resolve));
    const chat = stage.chat();
    const started = chat.start();
    chat.send('And now?');
    expect(stage.server.to('/chat/stream')).toEqual([]);
    answer(json({ messages: history.messages.slice(0, 1) }));
    await started;
    expect(shape(chat)).toEqual(['visitor done: Where?', 'visitor sending: And now?', 'assistant waiting: ']);
    await vi.waitFor(() => expect(stage.server.to('/chat/stream')).toHaveLength(1));
  });

  it('begun anew has another id and the same visitor', async () => {
    keep();
    const chat = await stage.ready();
    chat.send('Where?');
    chat.startOver();
    expect(chat.state).toMatchObject({ messages: [], isBusy: false });
    expect(stage.kept).toMatchObject({ token: 'vt_1' });
    expect(stage.kept?.sessionId).not.toBe(ID);
  });

  it('follows another tab', async () => {
    keep();
    const chat = await stage.ready();
    chat.setOpen(true);
    keep('22222222-2222-4222-8222-222222222222');
    stage.server.answers['/chat/conversation'] = () => json(history);
    dispatchEvent(new StorageEvent('storage', { key: 'conference-chat.key.visitor' }));
    await vi.waitFor(() => expect(chat.state.messages).toHaveLength(3));
    expect(stage.server.calls.at(-1)?.url).toContain('22222222-');
  });

  it('follows what other pages did when the visitor goes back to this one', async () => {
    keep();
    const chat = await stage.ready();
    chat.setOpen(true);
    keep('22222222-2222-4222-8222-222222222222');
    stage.server.answers['/chat/conversation'] = () => json(history);
    const shown = (persisted: boolean) => dispatchEvent(Object.assign(new Event('pageshow'), { persisted }));
    const asked = stage.server.to('/chat/conversation').length;
    shown(false);
    expect(stage.server.to('/chat/conversation')).toHaveLength(asked);
    shown(true);
    await vi.waitFor(() => expect(chat.state.messages).toHaveLength(3));
    expect(stage.server.calls.at(-1)?.url).toContain('22222222-');
  });

  it('follows another tab when somebody looks, and not before', async () => {
    keep();
    stage.server.answers['/chat/conversation'] = () => json({ messages: [] });
    const chat = await stage.ready();
    stage.server.answers['/chat/conversation'] = () => json(history);
    const change = () => dispatchEvent(new StorageEvent('storage', { key: 'conference-chat.key.visitor' }));
    change();
    chat.setOpen(true);
    await vi.waitFor(() => expect(chat.state.messages).toHaveLength(3));
    const isVisible = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    const asked = stage.server.to('/chat/conversation').length;
    change();
    expect(stage.server.to('/chat/conversation')).toHaveLength(asked);
    isVisible.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    expect(stage.server.to('/chat/conversation')).toHaveLength(asked + 1);
  });
});

describe('who is logged in', () => {
  const ann = { userId: 'ann', hash: 'aa' };

  it('is told with each call, and needed where a login is', async () => {
    stage.server.answers['/config'] = () => json({ widget: { ...WIDGET, requireLogin: true } });
    const chat = await stage.ready();
    expect(chat.state.failure).toEqual({ code: 'login_required' });
    chat.identify(ann);
    expect(chat.state.failure).toBeNull();
    chat.send('Where?');
    await vi.waitFor(() => expect(stage.server.to('/chat/stream')).toHaveLength(1));
    const header = stage.server.calls.at(-1)?.headers['x-visitor-identity'] ?? '';
    expect(JSON.parse(atob(header))).toEqual(ann);
    expect(JSON.stringify({ ...localStorage })).not.toContain('ann');
  });

  it('has a conversation of their own, and so has nobody', async () => {
    const chat = await stage.ready();
    chat.send('Where?');
    stage.stream.send('start', { visitorToken: 'vt_1' }).send('done', { messageId: ID, unknown: false });
    await vi.waitFor(() => expect(chat.state.isBusy).toBe(false));
    chat.identify(ann);
    expect(chat.state.messages).toEqual([]);
    stage.stream = new Streaming();
    chat.send('Me too?');
    stage.stream.send('start', { visitorToken: 'vt_2' }).send('done', { messageId: ID, unknown: false });
    await vi.waitFor(() => expect(chat.state.isBusy).toBe(false));
    chat.identify({ userId: 'bob', hash: 'bb' });
    expect(chat.state.messages).toEqual([]);
    stage.server.answers['/chat/conversation'] = () => json({ messages: [] });
    chat.identify(ann);
    await vi.waitFor(() => expect(stage.server.calls.at(-1)?.headers['x-visitor-token']).toBe('vt_2'));
    chat.identify(null);
    await vi.waitFor(() => expect(stage.server.calls.at(-1)?.headers['x-visitor-token']).toBe('vt_1'));
  });
});
