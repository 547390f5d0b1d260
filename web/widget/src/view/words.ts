/** What the panel says, and in which languages it can. */

/** A text by the plural forms that the language has; `{count}` is the number. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

export interface Words {
  openChat: string;
  closeChat: string;
  newConversation: string;
  assistant: string;
  you: string;
  loading: string;
  placeholder: string;
  suggestions: string;
  send: string;
  stop: string;
  typing: string;
  newest: string;
  left: Plural;
  tooMany: Plural;
  sources: Plural;
  /** A citation's name, `{number}`. */
  source: string;
  /** `{number}` */
  page: string;
  helpful: string;
  notHelpful: string;
  whatWasWrong: string;
  sendComment: string;
  skip: string;
  thanks: string;
  stopped: string;
  brokeOff: string;
  retry: string;
  privacy: string;
  offline: string;
  limited: Plural;
  loginRequired: string;
  notAllowed: string;
  timeout: string;
  unavailable: string;
  failed: string;
  newWindow: string;
  /** A conversation to show what the widget looks like; the answer is Markdown. */
  previewQuestion: string;
  previewAnswer: string;
  previewTitle: string;
  previewExcerpt: string;
}

/** Every language of the widget. A file of that name is in `languages`. */
export const LANGUAGES = 'en de fr es it pt nl da sv pl cs tr uk ar he ja zh'.split(' ');

/** The side that a language's lines begin on. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return /^(ar|he)/.test(language) ? 'rtl' : 'ltr';
}

/** Puts values in the places of a text: `fill('Page {number}', { number: 3 })`. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** The form of a text for a number, with the number as the language writes it. */
export function plural(language: string, forms: Plural, count: number): string {
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
  return fill(form, { count: new Intl.NumberFormat(language).format(count) });
}
