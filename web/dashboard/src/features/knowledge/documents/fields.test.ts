import { expect, it } from 'vitest';
import { bodyError, errorsOf, titleError, urlError } from './fields';

it('takes the addresses that the server takes', () => {
  for (const url of ['', '  ', 'https://example.com/a b', 'HTTP://example.com']) expect(urlError(url)).toBeUndefined();
  for (const url of ['example.com', 'javascript:alert(1)', 'https:example.com', 'ftp://example.com', 'https://']) {
    expect(urlError(url)).toBeDefined();
  }
});

it('counts a text as it is sent: in bytes, with its escapes', () => {
  expect(bodyError('a'.repeat(90 * 1024))).toBeUndefined();
  expect(bodyError('ß'.repeat(60 * 1024))).toContain('too long');
  expect(bodyError('\n'.repeat(20) + '"'.repeat(60 * 1024))).toContain('too long');
  expect(bodyError(' \n')).toBeDefined();
});

it('names only the fields that are wrong', () => {
  expect(errorsOf({ title: titleError(''), url: urlError('https://example.com') })).toEqual({
    title: 'Give it a title.',
  });
  expect(titleError('a'.repeat(201))).toBeDefined();
});
