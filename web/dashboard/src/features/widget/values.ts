/** The settings as the form holds them: nothing is null that is typed, and the logo is an address that can be shown. */

import type { Widget, WidgetChange } from './api';

export const LIMITS = {
  widgetName: 100,
  welcomeMessage: 500,
  inputPlaceholder: 100,
  question: 120,
  questions: 6,
} as const;

export type Values = Pick<
  Widget,
  | 'primaryColor'
  | 'theme'
  | 'widgetName'
  | 'welcomeMessage'
  | 'language'
  | 'suggestedQuestions'
  | 'showSources'
  | 'showFeedback'
  | 'sound'
  | 'requireLogin'
> & {
  position: 'bottom-left' | 'bottom-right';
  inputPlaceholder: string;
  privacyUrl: string;
  /** `/api/widget/logo/…` as saved, `data:…` as chosen, null for none. */
  logo: string | null;
};

export const logoAddress = (logo: string | null) => logo && `/api/widget/logo/${logo}`;
export const isNewLogo = (address: string | null): address is string => address?.startsWith('data:') ?? false;

/** A database of the old server may hold any text for colour and position: the form then has what the widget shows instead. */
export const valuesOf = (widget: Widget): Values => ({
  primaryColor: /^#[\da-f]{6}$/i.test(widget.primaryColor) ? widget.primaryColor.toLowerCase() : '#3b82f6',
  theme: widget.theme,
  position: widget.position === 'bottom-left' ? 'bottom-left' : 'bottom-right',
  logo: logoAddress(widget.logo),
  widgetName: widget.widgetName,
  welcomeMessage: widget.welcomeMessage,
  inputPlaceholder: widget.inputPlaceholder ?? '',
  language: widget.language,
  suggestedQuestions: widget.suggestedQuestions,
  showSources: widget.showSources,
  showFeedback: widget.showFeedback,
  sound: widget.sound,
  privacyUrl: widget.privacyUrl ?? '',
  requireLogin: widget.requireLogin,
});

/** What the server is told. Rows that were left empty are no questions. */
export const changeOf = ({ logo: _, ...values }: Values): WidgetChange => ({
  ...values,
  widgetName: values.widgetName.trim(),
  inputPlaceholder: values.inputPlaceholder.trim() || null,
  suggestedQuestions: questionsOf(values),
  privacyUrl: values.privacyUrl.trim() || null,
});

const questionsOf = ({ suggestedQuestions }: Pick<Values, 'suggestedQuestions'>) =>
  suggestedQuestions.map((question) => question.trim()).filter(Boolean);

type Errors = Partial<Record<keyof Values, string>>;

export function errorsIn(values: Values): Errors {
  const errors: Errors = {};
  if (!values.widgetName.trim()) errors.widgetName = 'Give it a name: it is the title of the chat.';
  if (values.welcomeMessage.length > LIMITS.welcomeMessage) errors.welcomeMessage = 'This is too long.';
  const privacyUrl = values.privacyUrl.trim();
  if (privacyUrl && !(/^https:\/\/[^\s]+$/.test(privacyUrl) && URL.canParse(privacyUrl))) {
    errors.privacyUrl = 'Give the whole address. It begins with https://.';
  }
  return errors;
}

/** What stands in for settings that depend on the visitor. */
export interface Visitor {
  theme: 'light' | 'dark';
  language: Exclude<Widget['language'], 'auto'>;
}

/** The settings as the widget takes them. */
export function previewOf(values: Values, visitor: Visitor, origin: string) {
  const { logo, requireLogin: _, ...shown } = values;
  return {
    ...shown,
    theme: values.theme === 'auto' ? visitor.theme : values.theme,
    language: values.language === 'auto' ? visitor.language : values.language,
    inputPlaceholder: values.inputPlaceholder.trim() || null,
    suggestedQuestions: questionsOf(values),
    privacyUrl: values.privacyUrl.trim() || null,
    logoUrl: logo && new URL(logo, origin).href,
  };
}
