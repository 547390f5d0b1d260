import { expect, it } from 'vitest';
import { pageAddress } from './pageAddress';

it('adds what people leave out of an address', () => {
  expect(pageAddress(' conference.example/venue ')?.href).toBe('https://conference.example/venue');
  expect(pageAddress('http://a.example')?.href).toBe('http://a.example/');
  expect(pageAddress('localhost:3000')?.href).toBe('https://localhost:3000/');
  expect(pageAddress('two words')).toBeNull();
  expect(pageAddress('')).toBeNull();
});
