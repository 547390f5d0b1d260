import { describe, expect, it } from 'vitest';
import { allows, allowsAny } from './allowedDomains';

describe('what an entry allows', () => {
  it.each([
    ['example.com', 'https://example.com', true],
    ['example.com', 'http://example.com', true],
    ['example.com', 'https://www.example.com', false],
    ['example.com', 'https://example.com:8443', false],
    ['example.com:8443', 'https://example.com:8443', true],
    ['https://example.com', 'http://example.com', false],
    ['*.example.com', 'https://a.b.example.com', true],
    ['*.example.com', 'https://example.com', false],
    ['*.example.com', 'https://evilexample.com', false],
    ['*.example.com', 'https://a.example.com:8443', false],
    ['*.', 'https://example.com', false],
  ])('%s and %s: %s', (entry, origin, expected) => {
    expect(allows(entry, origin)).toBe(expected);
  });
});

it('allows every page while the list is empty, and then those of any entry', () => {
  expect(allowsAny([], 'https://a.example')).toBe(true);
  expect(allowsAny(['b.example', '*.a.example'], 'https://x.a.example')).toBe(true);
  expect(allowsAny(['b.example', '*.a.example'], 'https://a.example')).toBe(false);
});
