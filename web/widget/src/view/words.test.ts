/// <reference types="vite/client" />
import { describe, expect, test } from 'vitest';
import english from './languages/en';
import { directionOf, fill, LANGUAGES, type Plural, plural, type Words } from './words';

const files = import.meta.glob<Words>('./languages/*.ts', { eager: true, import: 'default' });
const languages = Object.entries(files).map(([path, words]) => [/(\w+)\.ts$/.exec(path)?.[1] ?? '', words] as const);

const placesOf = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
const textsOf = (value: string | Plural) => (typeof value === 'string' ? [value] : Object.values(value));

test('there is a file for every language, and no other', () => {
  const names = languages.map(([code]) => code).sort();
  expect(names).toEqual([...LANGUAGES].sort());
  expect(names.length).toBeGreaterThanOrEqual(12);
});

describe.each(languages)('%s', (code, words) => {
  test('says all that English says, and nothing more', () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(english).sort());
  });

  test('leaves nothing empty and keeps the places of values', () => {
    for (const key of Object.keys(english) as (keyof Words)[]) {
      const places = placesOf(textsOf(english[key])[0] ?? '');
      for (const text of textsOf(words[key])) {
        expect(text.trim(), key).toBe(text);
        expect(text, key).not.toBe('');
        expect(placesOf(text), key).toEqual(places);
      }
    }
  });

  test('has every plural form of the language, and no other', () => {
    const needed = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    for (const [key, value] of Object.entries(words) as [string, string | Plural][]) {
      if (typeof value === 'string') continue;
      for (const form of Object.keys(value)) expect(needed, key).toContain(form);
      for (let count = 0; count <= 200; count++) {
        expect(Object.keys(value), `${key} of ${count}`).toContain(new Intl.PluralRules(code).select(count));
      }
    }
  });

  test('shows an example with a citation', () => {
    expect(words.previewAnswer).toContain('[1]');
    expect(words.previewAnswer).toContain('**');
  });
});

test('no language is a copy of English', () => {
  for (const [code, words] of languages) {
    const same = Object.keys(english).filter((key) => words[key as keyof Words] === english[key as keyof Words]);
    expect(same.length, `${code}: ${same}`).toBeLessThan(code === 'en' ? 1000 : 4);
  }
});

test('numbers take the form that the language has for them', () => {
  expect(plural('en', english.sources, 1)).toBe('1 source');
  expect(plural('en', english.sources, 2)).toBe('2 sources');
  const polish = files['./languages/pl.ts'] ?? english;
  expect([1, 3, 5, 22].map((count) => plural('pl', polish.sources, count))).toEqual([
    '1 źródło',
    '3 źródła',
    '5 źródeł',
    '22 źródła',
  ]);
  expect(plural('de', (files['./languages/de.ts'] ?? english).left, 1500)).toContain('1.500');
});

test('lines begin on the side of the language', () => {
  expect(LANGUAGES.filter((code) => directionOf(code) === 'rtl')).toEqual(['ar', 'he']);
  expect(directionOf('ar-EG')).toBe('rtl');
});

test('a value that looks like a place stays as it is', () => {
  expect(fill('{name} is writing', { name: '{name} $& <b>' })).toBe('{name} $& <b> is writing');
  expect(fill('{other}', {})).toBe('{other}');
});
