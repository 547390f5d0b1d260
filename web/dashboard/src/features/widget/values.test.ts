import { expect, it } from 'vitest';
import type { Widget } from './api';
import { changeOf, errorsIn, isNewLogo, previewOf, valuesOf } from './values';

const SHA = 'a'.repeat(64);
const widget: Widget = {
  id: '1',
  clientId: '2',
  primaryColor: '#AABBCC',
  position: 'bottom-left',
  welcomeMessage: 'Hello',
  widgetName: 'Help',
  theme: 'auto',
  language: 'auto',
  inputPlaceholder: null,
  suggestedQuestions: ['Where?', 'When?'],
  privacyUrl: null,
  showSources: true,
  showFeedback: false,
  sound: false,
  requireLogin: false,
  logo: SHA,
  updatedAt: '2026-01-31T12:00:00Z',
};

it('gives back to the server what it had said', () => {
  const { id: _id, clientId: _client, logo: _logo, updatedAt: _at, ...settings } = widget;
  expect(changeOf(valuesOf(widget))).toEqual({ ...settings, primaryColor: '#aabbcc' });
});

it('takes what was left empty for nothing', () => {
  const values = { ...valuesOf(widget), inputPlaceholder: ' ', privacyUrl: '', suggestedQuestions: [' Where? ', '  '] };
  expect(changeOf(values)).toMatchObject({ inputPlaceholder: null, privacyUrl: null, suggestedQuestions: ['Where?'] });
});

it('tells a logo that was chosen from one that is saved', () => {
  expect(isNewLogo(valuesOf(widget).logo)).toBe(false);
  expect(isNewLogo('data:image/webp;base64,AA==')).toBe(true);
  expect(isNewLogo(null)).toBe(false);
});

it('shows the preview’s visitor only what the settings leave open', () => {
  const visitor = { theme: 'dark', language: 'ar' } as const;
  expect(previewOf(valuesOf(widget), visitor, 'https://chat.example')).toMatchObject({
    theme: 'dark',
    language: 'ar',
    logoUrl: `https://chat.example/api/widget/logo/${SHA}`,
  });
  const set = { ...valuesOf(widget), theme: 'light', language: 'de' } as const;
  expect(previewOf(set, visitor, 'https://chat.example')).toMatchObject({ theme: 'light', language: 'de' });
});

it.each(['http://a.example', 'a.example', 'https://', 'https://a b', 'javascript:alert(1)'])(
  'refuses %j',
  (privacyUrl) => {
    expect(errorsIn({ ...valuesOf(widget), privacyUrl })).toHaveProperty('privacyUrl');
  },
);

it('finds nothing wrong with what is right', () => {
  expect(errorsIn({ ...valuesOf(widget), privacyUrl: ' https://a.example/privacy ' })).toEqual({});
  expect(errorsIn({ ...valuesOf(widget), widgetName: ' ', welcomeMessage: 'a'.repeat(501) })).toMatchObject({
    widgetName: expect.any(String),
    welcomeMessage: expect.any(String),
  });
});
