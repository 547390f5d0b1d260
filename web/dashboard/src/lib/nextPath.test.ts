import { expect, it } from 'vitest';
import { nextPath } from './nextPath';

it.each(['/clients/1/overview', '/clients/1/conversations?search=a%20b#c'])('keeps %s', (next) => {
  expect(nextPath(next)).toBe(next);
});

it.each([
  null,
  '',
  'clients',
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  'javascript:alert(1)',
  '/login?next=/login',
  '/register',
])('leads %j to the start', (next) => {
  expect(nextPath(next)).toBe('/');
});
