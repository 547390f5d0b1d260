import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { make } from '../dom';
import { createMarkdown } from '.';

/** What Markdown is made of, and what somebody would try who means harm. */
const PARTS = [
  ...[
    '# ',
    '> ',
    '- ',
    '1. ',
    '* ',
    '```',
    '~~~',
    '|',
    '|-',
    '| a | b |\n|---|--:|\n',
    'a | b\n--|--\n',
    '1 | 2\n',
    '---',
    '\n',
    '\n\n',
    '    ',
  ],
  ...[
    '**',
    '*',
    '__',
    '_',
    '~~',
    '`',
    '``',
    '[',
    '](',
    ')',
    '![',
    '<',
    '>',
    '\\',
    '“',
    '”\n– ',
    '[1]',
    '[2, 3]',
    '<br>',
  ],
  ...['https://example.com/a_(b)', 'http://a.b', 'mailto:a@b.org', 'team@example.com', 'javascript:alert(1)', '//a.b'],
  ...[
    '[x](javascript:alert(1))',
    '[x](data:text/html,<script>)',
    '[x](https://a.b "t")',
    '<javascript:x>',
    'vbscript:',
  ],
  ...['<script>', '<img src=x onerror=alert(1)>', '"', "'", '&lt;', '&#106;', '\u0000', '\u202e', '\r', '\t', ' '],
];
const text = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PARTS) }, fc.string({ unit: 'grapheme', maxLength: 6 })), {
    maxLength: 25,
  })
  .map((parts) => parts.join(''));
const anything = fc.oneof(text, fc.string({ unit: 'binary', maxLength: 200 }));

function render(source: string, isOpen: boolean): HTMLElement {
  const target = make('div');
  createMarkdown(target).update(source, isOpen);
  return target;
}

const TAGS =
  'P,HR,BLOCKQUOTE,PRE,CODE,FIGURE,FIGCAPTION,UL,OL,LI,DIV,TABLE,THEAD,TBODY,TR,TH,TD,BDI,A,BR,STRONG,EM,DEL';
const ATTRIBUTES = ['class', 'dir', 'tabindex', 'start', 'href', 'target', 'rel'];

describe('any text', () => {
  it('becomes elements of ours alone, and links to the web and to mail', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anything, fc.boolean(), (source, isOpen) => {
        for (const element of render(source, isOpen).querySelectorAll('*')) {
          expect(TAGS.split(',')).toContain(element.tagName);
          for (const name of element.getAttributeNames()) expect(ATTRIBUTES).toContain(name);
          if (element instanceof HTMLAnchorElement) {
            expect(element.getAttribute('href')).toMatch(/^(https?:\/\/|mailto:)/);
            expect(element.rel).toBe('noopener noreferrer');
          } else expect(element.hasAttribute('href')).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is no longer than it was written', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anything, (source) => {
        expect(render(source, false).textContent?.length).toBeLessThanOrEqual(source.length);
      }),
    );
  });

  it('looks while it grows as if it had come at once', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 40 }), (source, sizes) => {
        const target = make('div');
        const markdown = createMarkdown(target);
        let at = 0;
        for (const size of sizes) {
          at += size;
          markdown.update(source.slice(0, at), true);
          expect(target.innerHTML).toBe(render(source.slice(0, at), true).innerHTML);
        }
        markdown.update(source, false);
        expect(target.innerHTML).toBe(render(source, false).innerHTML);
      }),
      { numRuns: 300 },
    );
  });
});

describe('steps by the length', () => {
  afterEach(() => vi.restoreAllMocks());

  /** How often the text is looked at, and how many letters are copied. */
  function steps(source: string): number {
    let counted = 0;
    const count = <Name extends 'slice' | 'trim'>(name: Name) => {
      const original = String.prototype[name] as (...all: unknown[]) => string;
      vi.spyOn(String.prototype, name as 'slice').mockImplementation(function (this: string, ...all: unknown[]) {
        const made = original.apply(this, all);
        counted += 1 + made.length;
        return made;
      });
    };
    const exec = RegExp.prototype.exec;
    vi.spyOn(RegExp.prototype, 'exec').mockImplementation(function (this: RegExp, looked: string) {
      const found = exec.call(this, looked);
      counted += 1 + (found?.[0].length ?? 0);
      return found;
    });
    count('slice');
    count('trim');
    render(source, true);
    render(source, false);
    vi.restoreAllMocks();
    return counted;
  }

  it('grow no faster than the text, whatever is repeated', { timeout: 60_000 }, () => {
    const unit = fc
      .array(fc.constantFrom(...PARTS, 'a', 'b'), { minLength: 1, maxLength: 4 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(unit, (repeated) => {
        const [short, long] = [500, 4_000].map((length) =>
          steps(repeated.repeat(Math.ceil(length / repeated.length)).slice(0, length)),
        ) as [number, number];
        // Eight times the length: squared would be 64 times the steps.
        expect(long, `${short}, then ${long}`).toBeLessThan(short * 16 + 2_000);
      }),
      { numRuns: 25 },
    );
  });
});
