import type { Widget } from './api';

type Setting = Widget['language'];
type Code = Exclude<Setting, 'auto'>;

/** Those that the widget has texts in, and the way they are written. */
const DIRECTIONS: Record<Code, 'ltr' | 'rtl'> = {
  en: 'ltr',
  de: 'ltr',
  fr: 'ltr',
  es: 'ltr',
  it: 'ltr',
  pt: 'ltr',
  nl: 'ltr',
  da: 'ltr',
  sv: 'ltr',
  pl: 'ltr',
  cs: 'ltr',
  tr: 'ltr',
  uk: 'ltr',
  ar: 'rtl',
  he: 'rtl',
  ja: 'ltr',
  zh: 'ltr',
};

/** As its speakers call it. */
function nameOf(code: string) {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}

export const LANGUAGES = (Object.keys(DIRECTIONS) as Code[]).map((code) => ({ value: code, label: nameOf(code) }));

export const SETTINGS: readonly { value: Setting; label: string }[] = [
  { value: 'auto', label: 'Automatic: the page’s language' },
  ...LANGUAGES,
];

export const directionOf = (code: Code) => DIRECTIONS[code];
