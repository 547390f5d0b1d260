import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Block, type Inline, parseBlocks, parseInline } from './markdown';

const PARTS = [
  ...[
    '# ',
    '> ',
    '- ',
    '1. ',
    '```\n',
    '~~~',
    '\n',
    '\n\n',
    '**',
    '*',
    '`',
    '[',
    '](',
    ')',
    '<',
    '>',
    ' ',
    'a',
    'ß',
    '2',
  ],
  ...['https://example.com/a_(b)', 'http://a.b', 'javascript:alert(1)', '[x](javascript:alert(1))', '[x](https://a.b)'],
  ...['<script>', '<https://a.b>', '[x](data:text/html,y)', '//a.b', '\r', '\u0000', '\u202e', '"', 'https://'],
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...PARTS), { maxLength: 30 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

function pieces(inline: Inline[]): Inline[] {
  return inline.flatMap((piece) => ('children' in piece ? [piece, ...pieces(piece.children)] : [piece]));
}

function inlines(block: Block): Inline[] {
  if (block.kind === 'list') return block.items.flatMap(pieces);
  return block.kind === 'code' ? [] : pieces(block.text);
}

it('links any text to the web alone', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(text, (source) => {
      for (const piece of parseBlocks(source).flatMap(inlines)) {
        if (piece.kind !== 'link') continue;
        expect(['http:', 'https:']).toContain(new URL(piece.address).protocol);
        expect(source).toContain(piece.address);
      }
    }),
    { numRuns: 500 },
  );
});

it('says nothing that was not written', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(text, (source) => {
      const lines = source.replace(/\r\n?/g, '\n');
      for (const piece of pieces(parseInline(lines))) if ('text' in piece) expect(lines).toContain(piece.text);
    }),
  );
});

it('loses no letter of a line without marks', { timeout: 60_000 }, () => {
  const plain = fc.string({ unit: 'grapheme' }).map((line) => line.replace(/[`*[\]<>]/g, '').replaceAll('://', ''));
  fc.assert(
    fc.property(plain, (line) => {
      expect(parseInline(line)).toEqual(line ? [{ kind: 'text', text: line }] : []);
    }),
  );
});

it('takes stars between letters and figures for stars', { timeout: 60_000 }, () => {
  const letter = fc.constantFrom('a', 'p', 'L', 'N', 'ß', 'é', '漢', '2', '9');
  fc.assert(
    fc.property(letter, letter, letter, (before, within, after) => {
      const line = `${before}*${within}*${after}`;
      expect(parseInline(line)).toEqual([{ kind: 'text', text: line }]);
    }),
  );
  for (const mark of ['{', '}', '(', ' ']) {
    expect(parseInline(`${mark}*a*`)).toEqual([
      { kind: 'text', text: mark },
      { kind: 'italic', children: [{ kind: 'text', text: 'a' }] },
    ]);
  }
});
