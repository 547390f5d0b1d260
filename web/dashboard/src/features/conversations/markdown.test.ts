import { describe, expect, it } from 'vitest';
import { parseBlocks, parseInline } from './markdown';

const text = (value: string) => ({ kind: 'text', text: value });

describe('blocks', () => {
  it('tells paragraphs, headings, quotations, lists and code', () => {
    const source =
      '# Day\nDoors at 8.\nBring a badge.\n\n- a\n- b\n  more\n\n1. x\n2. y\n> said\n\n```js\nlet a;\n\n- b\n```\nEnd';
    expect(parseBlocks(source)).toEqual([
      { kind: 'heading', text: [text('Day')] },
      { kind: 'paragraph', text: [text('Doors at 8.\nBring a badge.')] },
      { kind: 'list', ordered: false, start: 1, items: [[text('a')], [text('b\nmore')]] },
      { kind: 'list', ordered: true, start: 1, items: [[text('x')], [text('y')]] },
      { kind: 'quote', text: [text('said')] },
      { kind: 'code', text: 'let a;\n\n- b' },
      { kind: 'paragraph', text: [text('End')] },
    ]);
  });

  it('keeps a list together over empty lines, and its first number', () => {
    expect(parseBlocks('3. c\n\n4. d')).toEqual([
      { kind: 'list', ordered: true, start: 3, items: [[text('c')], [text('d')]] },
    ]);
  });

  it('takes code without an end to the end', () => {
    expect(parseBlocks('```\na\nb')).toEqual([{ kind: 'code', text: 'a\nb' }]);
  });

  it.each(['', ' \n\n'])('makes nothing of %j', (source) => expect(parseBlocks(source)).toEqual([]));
});

describe('inside of a line', () => {
  it('tells bold, italics, code and links', () => {
    expect(parseInline('a **b** *c* `d*e*` [map](https://x.example/a_(b)) z')).toEqual([
      text('a '),
      { kind: 'bold', children: [text('b')] },
      text(' '),
      { kind: 'italic', children: [text('c')] },
      text(' '),
      { kind: 'code', text: 'd*e*' },
      text(' '),
      { kind: 'link', address: 'https://x.example/a_(b)', children: [text('map')] },
      text(' z'),
    ]);
  });

  it('leaves the end of a sentence out of an address', () => {
    expect(parseInline('See https://x.example/a, or <https://x.example/b>.')).toEqual([
      text('See '),
      { kind: 'link', address: 'https://x.example/a', children: [text('https://x.example/a')] },
      text(', or '),
      { kind: 'link', address: 'https://x.example/b', children: [text('https://x.example/b')] },
      text('.'),
    ]);
  });

  it.each([
    '<script>alert(1)</script>',
    '[a](javascript:alert(1))',
    '[a](data:text/html,x)',
    '[a](//evil.example)',
    '2 * 3 * 4',
    'a ** b',
    'https://',
    '[1] and [2]',
  ])('leaves %j as it is', (source) => {
    expect(parseInline(source)).toEqual([text(source)]);
  });

  it.each(['*', '`', '[', '**a', 'https://a'])('reads a long answer of %j in a moment', (piece) => {
    const started = performance.now();
    parseBlocks(piece.repeat(100_000 / piece.length));
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
