import { afterEach, expect, it, vi } from 'vitest';
import { chooseLanguage } from './language';

afterEach(() => {
  vi.unstubAllGlobals();
  document.documentElement.lang = '';
});

// The test's build has English and German.
it.each([
  ['de', 'en', ['en'], 'de'],
  ['auto', 'de-AT', ['en'], 'de'],
  ['auto', 'DE', [], 'de'],
  ['auto', 'de_CH', [], 'de'],
  ['auto', '', ['xx', 'de-DE', 'en'], 'de'],
  ['auto', 'xx', ['de'], 'de'],
  ['auto', '', [], 'en'],
  ['xx', 'de', ['en'], 'de'],
  [undefined, '', ['en-GB', 'de'], 'en'],
  ['constructor', '', [], 'en'],
])('the setting %s on a page in %j for somebody who reads %j is %s', (setting, page, languages, expected) => {
  document.documentElement.lang = page;
  vi.stubGlobal('navigator', { languages });
  expect(chooseLanguage(setting)).toBe(expected);
});
