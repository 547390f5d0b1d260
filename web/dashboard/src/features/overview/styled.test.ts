import { expect, it } from 'vitest';
import type { Widget } from './api';
import { isStyled } from './styled';

const widget: Widget = {
  id: '1',
  clientId: '2',
  primaryColor: '#3B82F6',
  position: 'bottom-right',
  welcomeMessage: 'Hi! How can I help?',
  widgetName: 'Support',
  theme: 'auto',
  language: 'auto',
  inputPlaceholder: null,
  suggestedQuestions: [],
  privacyUrl: null,
  showSources: true,
  showFeedback: true,
  sound: false,
  requireLogin: false,
  logo: null,
  updatedAt: '2026-01-31T12:00:00Z',
};

it('sees whether anything was changed', () => {
  expect(isStyled(widget)).toBe(false);
  expect(isStyled({ ...widget, primaryColor: '#000000' })).toBe(true);
  expect(isStyled({ ...widget, suggestedQuestions: ['When?'] })).toBe(true);
  expect(isStyled({ ...widget, logo: 'a' })).toBe(true);
});
