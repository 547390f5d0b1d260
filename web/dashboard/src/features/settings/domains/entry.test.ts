import { describe, expect, it } from 'vitest';
import { meaningOf, readEntry } from './entry';

const entryOf = (typed: string) => {
  const read = readEntry(typed);
  return 'entry' in read ? read.entry : null;
};

describe('an entry of the allowed domains', () => {
  it.each([
    ['example.com', 'example.com'],
    [' Example.COM ', 'example.com'],
    ['example.com:8443', 'example.com:8443'],
    ['example.com:443', 'example.com'],
    ['example.com:80', 'example.com'],
    ['localhost:3000', 'localhost:3000'],
    ['example.com/tickets?x=1', 'example.com'],
    ['https://example.com/tickets', 'https://example.com'],
    ['HTTPS://EXAMPLE.com:443', 'https://example.com'],
    ['http://example.com:8080/', 'http://example.com:8080'],
    ['*.example.com', '*.example.com'],
    ['*.Bücher.example', '*.xn--bcher-kva.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['192.168.0.5:8000', '192.168.0.5:8000'],
    ['[::1]:3000', '[::1]:3000'],
    ['capacitor://localhost', 'capacitor://localhost'],
  ])('%s is kept as %s', (typed, entry) => {
    expect(entryOf(typed)).toBe(entry);
  });

  it.each([
    '',
    ' ',
    '*',
    'https://*',
    '*.',
    '*.com',
    'a.*.example.com',
    '*.*.example.com',
    'https://*.example.com',
    '*.example.com:8443',
    '*.https://example.com',
    'exa mple.com',
    'example..com',
    '.example.com',
    'example.com.',
    'me@example.com',
    '123',
    '0x7f.1',
    'ftp://example.com/x',
    'https://',
    'example.com:99999',
    'a"b.example',
  ])('%s is none', (typed) => {
    expect(readEntry(typed)).toHaveProperty('error');
  });

  it('says what it made of what was typed', () => {
    expect(readEntry('example.com')).toEqual({ entry: 'example.com' });
    expect(readEntry('Example.com')).toHaveProperty('note', 'Kept is example.com.');
    expect(readEntry('bücher.example')).toHaveProperty('note', expect.stringContaining('xn--bcher-kva.example'));
    expect(readEntry('https://example.com/a')).toHaveProperty('note', expect.stringContaining('by host'));
  });

  it('has a meaning in words, also when an old one means nothing', () => {
    expect(meaningOf('*.example.com')).toContain('not example.com itself');
    expect(meaningOf('example.com')).toContain('not www.example.com');
    expect(meaningOf('https://example.com')).toContain('https only');
    expect(meaningOf('Example.com')).toContain('Allows nothing');
    expect(meaningOf('https://example.com/')).toContain('Allows nothing');
    expect(meaningOf('*')).toContain('Allows nothing');
  });
});
