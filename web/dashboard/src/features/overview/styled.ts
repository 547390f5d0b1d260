import type { Widget } from './api';

/** What a widget looks like that nobody has touched. */
const DEFAULTS: Omit<Widget, 'id' | 'clientId' | 'updatedAt'> = {
  primaryColor: '#3b82f6',
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
};

const NAMES = Object.keys(DEFAULTS) as (keyof typeof DEFAULTS)[];

export const isStyled = (widget: Widget) =>
  NAMES.some((name) => JSON.stringify(widget[name]).toLowerCase() !== JSON.stringify(DEFAULTS[name]).toLowerCase());
