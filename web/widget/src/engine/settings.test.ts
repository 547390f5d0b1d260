import { describe, expect, it } from 'vitest';
import { completeSettings, readConfiguration } from './settings';

const API = 'https://chat.example/api/widget';
const complete = (widget: unknown) => completeSettings(readConfiguration({ widget }, API)?.settings ?? {}, {}, {});

describe('settings', () => {
  it('are whole with what the first server sent', () => {
    const widget = { primaryColor: '#10b981', position: 'bottom-left', welcomeMessage: '', widgetName: 'Help' };
    expect(complete(widget)).toEqual({
      ...widget,
      theme: 'auto',
      language: 'auto',
      inputPlaceholder: null,
      suggestedQuestions: [],
      privacyUrl: null,
      logoUrl: null,
      showSources: true,
      showFeedback: true,
      sound: false,
      requireLogin: false,
    });
  });

  it('do without members of another kind and unknown ones', () => {
    const settings = complete({ showSources: 'no', suggestedQuestions: {}, widgetName: null, sound: true, more: 1 });
    expect(settings).toMatchObject({ showSources: true, suggestedQuestions: [], widgetName: 'Support', sound: true });
    expect(settings).not.toHaveProperty('more');
  });

  it('find the logo beside the API and elsewhere', () => {
    expect(complete({ logoUrl: '/api/widget/logo/ab' }).logoUrl).toBe('https://chat.example/api/widget/logo/ab');
    expect(complete({ logoUrl: 'https://cdn.example/a.png' }).logoUrl).toBe('https://cdn.example/a.png');
    expect(complete({ logoUrl: null }).logoUrl).toBeNull();
  });

  it('say where the chat is', () => {
    const chatUrl = (value: unknown) => readConfiguration({ widget: {}, chatUrl: value }, API)?.chatUrl;
    expect(chatUrl('https://stream.example/api/widget/')).toBe('https://stream.example/api/widget');
    expect(chatUrl(undefined)).toBeNull();
    expect(chatUrl('http://[')).toBeNull();
  });

  it.each([null, 'text', [], {}, { widget: null }])('are not read from %j', (value) => {
    expect(readConfiguration(value, API)).toBeNull();
  });
});
