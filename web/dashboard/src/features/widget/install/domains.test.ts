import { expect, it } from 'vitest';
import { allows, pageAddress } from './domains';

it.each([
  [[], 'https://a.example', true],
  [['a.example'], 'https://a.example', true],
  [['https://a.example'], 'https://a.example', true],
  [['https://a.example'], 'http://a.example', false],
  [['a.example'], 'https://b.a.example', false],
  [['*.a.example'], 'https://b.a.example', true],
  [['*.a.example'], 'https://a.example', false],
  [['*.a.example'], 'https://evila.example', false],
  [['a.example'], 'https://a.example:8443', false],
  [['a.example:8443'], 'https://a.example:8443', true],
])('%j and %s: %s', (domains, origin, expected) => {
  expect(allows(domains, origin)).toBe(expected);
});

it('adds what people leave out of an address', () => {
  expect(pageAddress(' conference.example/venue ')?.href).toBe('https://conference.example/venue');
  expect(pageAddress('http://a.example')?.href).toBe('http://a.example/');
  expect(pageAddress('localhost:3000')?.href).toBe('https://localhost:3000/');
  expect(pageAddress('two words')).toBeNull();
  expect(pageAddress('')).toBeNull();
});
