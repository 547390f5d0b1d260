import { describe, expect, test } from 'vitest';
import { make } from '../dom';
import { createMarkdown } from '.';

const ANSWER = `# Day\n\nDoors at **8:30**, see [the plan](https://example.com/plan).\n\n1. a\n\n2. b\n   - c\n\n10. d\n\n| A | B |\n|---|---|\n| 1 | 2 |\n
> quoted *text*\n\n\`\`\`js\nlet a = 1;\n\nlet b;\n\`\`\`\n\n“One.\n\nTwo.”\n– Guide, Doors\n\n“Three”\n– Guide\n\n- x\n- y\n\nEnd \`code\` __b__ https://example.com.`;

function whole(text: string): string {
  const target = make('div');
  createMarkdown(target).update(text, false);
  return target.innerHTML;
}

describe('an answer that grows', () => {
  test.each([1, 2, 3, 7, 50])('in pieces of %i characters is the same in the end', (size) => {
    const target = make('div');
    const markdown = createMarkdown(target);
    for (let at = 0; at < ANSWER.length; at += size) markdown.update(ANSWER.slice(0, at + size), true);
    markdown.update(ANSWER, false);
    expect(target.innerHTML).toBe(whole(ANSWER));
  });

  test.each([
    ['a **bo', '<p>a <strong>bo</strong></p>'],
    ['a **', '<p>a </p>'],
    ['a **bo*', '<p>a <strong>bo</strong></p>'],
    ['a `co', '<p>a <code>co</code></p>'],
    ['see [the pl', '<p>see the pl</p>'],
    ['see [the plan](https://exam', '<p>see the plan</p>'],
    ['fact [1', '<p>fact </p>'],
    ['```js\nlet a', '<pre tabindex="0"><code dir="ltr">let a</code></pre>'],
    ['“Doors op', '<figure class="quotation"><blockquote><p>“Doors op</p></blockquote></figure>'],
  ])('%j looks finished', (text, expected) => {
    const target = make('div');
    createMarkdown(target).update(text, true);
    expect(target.innerHTML.replaceAll(' class=""', '')).toBe(expected);
  });

  test('takes a line that was begun for a row as soon as it is one', () => {
    const target = make('div');
    const markdown = createMarkdown(target);
    for (const text of ['A | B\n--|--\n1', 'A | B\n--|--\n1 | 2\n']) markdown.update(text, true);
    expect([...target.children].map((child) => child.tagName)).toEqual(['DIV']);
    expect(target.querySelectorAll('tbody tr')).toHaveLength(1);
  });

  test('keeps what is finished', () => {
    const target = make('div');
    const markdown = createMarkdown(target);
    markdown.update('one\n\ntwo\n\nthr', true);
    const [one, two] = target.children;
    markdown.update('one\n\ntwo\n\nthree\n\nfour', true);
    expect(target.children[0]).toBe(one);
    expect(target.children[1]).toBe(two);
    markdown.update('one\n\ntwo\n\nthree\n\nfour', false);
    expect(target.children[0]).toBe(one);
    expect(target.children).toHaveLength(4);
  });

  test('takes another text for another answer', () => {
    const target = make('div');
    const markdown = createMarkdown(target);
    markdown.update('one\n\ntwo', true);
    markdown.update('three', false);
    expect(target.textContent).toBe('three');
    expect(target.children).toHaveLength(1);
  });

  test('makes citations anew when the sources are there', () => {
    const target = make('div');
    let isKnown = false;
    const markdown = createMarkdown(target, () => (isKnown ? make('button', '', {}, '1') : null));
    markdown.update('a [1]\n\nb', true);
    isKnown = true;
    markdown.renewCitations();
    markdown.update('a [1]\n\nb', false);
    expect(target.querySelectorAll('button')).toHaveLength(1);
  });
});

/** Milliseconds of work: the least of some measurements, and not what other programs took of the machine meanwhile. */
function milliseconds(work: () => void): number {
  const times = [1, 2].map(() => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

describe('long and hostile texts take time by their length', () => {
  test.each([
    ['stars', '*'],
    ['open emphasis', '**a *b __c _d '],
    ['backticks', '` `` ```` '],
    ['growing backticks', 'x`'],
    ['brackets', '['],
    ['half links', '[a](b '],
    ['links in links', '[a](https://x.y '],
    ['parentheses', '[a](('],
    ['bangs', '!['],
    ['backslashes', '\\'],
    ['angles', '<https://'],
    ['dots and ats', 'a.b@c.'],
    ['quotes', '> > > '],
    ['nested lists', '- - - '],
    ['quotations', '“a\n'],
    ['dashes', '-\n'],
    ['bars', '|a'],
    ['table rows', '|-|\n'],
    ['headings', '# '],
    ['fences', '```\n'],
    ['words', 'word '],
  ])('%s', { timeout: 30_000 }, (_, unit) => {
    const run = (length: number) => {
      const text = unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
      return milliseconds(() => {
        const markdown = createMarkdown(make('div'));
        markdown.update(text, true);
        markdown.update(text, false);
      });
    };
    run(1000);
    const [short, long] = [run(1_500), run(24_000)];
    // Sixteen times the length: squared would be 256 times the time.
    expect(long, `${short} ms, then ${long} ms`).toBeLessThan(Math.max(short * 80, 300));
  });

  test('a long answer in small pieces', () => {
    const text = 'A sentence with **bold** words and more of them.\n\n'.repeat(1500);
    const time = milliseconds(() => {
      const markdown = createMarkdown(make('div'));
      for (let at = 0; at < text.length; at += 40) markdown.update(text.slice(0, at + 40), true);
      markdown.update(text, false);
    });
    expect(time).toBeLessThan(3000);
  });
});
