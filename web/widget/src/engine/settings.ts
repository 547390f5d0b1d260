/** Settings as they come from the server, the browser's storage or the dashboard, made whole. */

import { DEFAULT_LOOK, type Look } from './look';
import type { WidgetSettings } from './types';

const DEFAULTS: WidgetSettings = {
  ...DEFAULT_LOOK,
  welcomeMessage: 'Hi! How can I help?',
  widgetName: 'Support',
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
};

/** Of an answer to `GET …/config` or a copy of one; null when it is none. */
export interface Configuration {
  settings: Partial<WidgetSettings>;
  chatUrl: string | null;
}

export function readConfiguration(value: unknown, apiUrl: string): Configuration | null {
  if (!isRecord(value) || !isRecord(value.widget)) return null;
  const chatUrl = resolved(value.chatUrl, apiUrl)?.replace(/\/+$/, '') ?? null;
  return { settings: readSettings(value.widget, apiUrl), chatUrl };
}

/** The members that are of the kind that they should be; what they say, the server has checked. */
export function readSettings(value: Record<string, unknown>, apiUrl: string): Partial<WidgetSettings> {
  const isFitting = ([name, given]: [string, unknown]) => {
    const usual = DEFAULTS[name as keyof WidgetSettings];
    if (usual === null) return given === null || typeof given === 'string';
    return typeof given === typeof usual && Array.isArray(given) === Array.isArray(usual);
  };
  const settings: Partial<WidgetSettings> = Object.fromEntries(Object.entries(value).filter(isFitting));
  if (settings.logoUrl) settings.logoUrl = resolved(settings.logoUrl, apiUrl);
  return settings;
}

export function completeSettings(
  known: Partial<WidgetSettings>,
  page: Partial<Look>,
  hints: Partial<Look>,
): WidgetSettings {
  return { ...DEFAULTS, ...hints, ...known, ...page };
}

function resolved(value: unknown, base: string): string | null {
  try {
    return typeof value === 'string' ? new URL(value, base).href : null;
  } catch {
    return null;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
