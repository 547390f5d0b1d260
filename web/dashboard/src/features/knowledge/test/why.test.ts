import { expect, it } from 'vitest';
import { tellRest, tellTerm, toldTerms } from './why';
import { isFormOf, pieces } from './words';

const term = (word: string, more: object = {}) => ({
  word,
  is_context: false,
  weight: 1,
  exact: [word],
  near: [],
  near_factor: 0,
  corrected: null,
  reach: 1,
  ...more,
});
const passage = (...terms: ReturnType<typeof term>[]) => ({
  title: 'Venue guide',
  heading: 'Getting there',
  content: 'Registrations open at 8. The password for the Wi-Fi is on your badge.',
  why: { terms },
});
const told = (...terms: ReturnType<typeof term>[]) =>
  toldTerms(passage(...terms)).map((one) => `${one.word} ${tellTerm(one)}`);

it('takes a text apart and loses nothing of it', () => {
  const text = '  Wi-Fi: “Straße 5”, naïve.';
  expect(
    pieces(text)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text);
  expect(pieces(text).flatMap((piece) => (piece.isWord ? [piece.text] : []))).toEqual([
    'Wi-Fi',
    'Straße',
    '5',
    'naïve',
  ]);
});

it('knows forms of a stem from other words', () => {
  for (const [word, stem] of [
    ['registrations', 'registr'],
    ['Opens', 'open'],
    ['happy', 'happi'],
    ['Café', 'cafe'],
    ['Wi-Fi', 'wifi'],
  ]) {
    expect([word, isFormOf(word ?? '', stem ?? '')]).toEqual([word, true]);
  }
  for (const [word, stem] of [
    ['article', 'art'],
    ['in', 'i'],
    ['password', 'word'],
  ]) {
    expect([word, isFormOf(word ?? '', stem ?? '')]).toEqual([word, false]);
  }
});

it('says what became of each word', () => {
  expect(
    told(
      term('password'),
      term('registration', { exact: ['registr'] }),
      term('pasword', { near: ['password'], corrected: 'password' }),
      term('internet', { near: ['wi-fi'] }),
      term('guide'),
      term('lunch'),
      term('parking', { reach: 0 }),
    ),
  ).toEqual([
    'password is in the passage',
    'registration is in the passage as “Registrations”',
    'pasword looks mistyped, and was taken for “password”',
    'internet is not in the passage, but “Wi-Fi” means nearly the same',
    'guide is in the title of the document',
    'lunch is not in this passage, but in others',
    'parking is in none of your documents',
  ]);
});

it('says how much each word counts', () => {
  expect(toldTerms(passage(term('a', { weight: 3 }), term('b'))).map(({ weight }) => weight)).toEqual([0.75, 0.25]);
  expect(toldTerms({ ...passage(), why: { meaning: { similarity: 0.8 } } })).toEqual([]);
});

it('says what else helped', () => {
  expect(tellRest({ close: 0.1, recent: 0.1, tagged: false })).toEqual([]);
  expect(tellRest({ close: 1, recent: 0.9, tagged: true, meaning: { similarity: 0.8 } })).toHaveLength(4);
});
