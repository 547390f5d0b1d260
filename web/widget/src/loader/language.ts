import { LANGUAGES } from './files';

/** The language that was set; else the page's, one of the visitor's, English. `de-AT` is `de`. */
export function chooseLanguage(setting: unknown): string {
  for (const wish of [setting, document.documentElement.lang, ...(navigator.languages ?? [])]) {
    const code = String(wish).trim().toLowerCase().split(/[-_]/)[0] ?? '';
    if (LANGUAGES.includes(code)) return code;
  }
  return 'en';
}
