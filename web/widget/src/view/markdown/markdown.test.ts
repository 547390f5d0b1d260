import { describe, expect, test } from 'vitest';
import { make } from '../dom';
import { createMarkdown } from '.';

function render(text: string, isOpen = false, cite?: (number: number) => Node | null): HTMLElement {
  const target = make('div');
  createMarkdown(target, cite).update(text, isOpen);
  return target;
}
const html = (text: string, isOpen = false) => render(text, isOpen).innerHTML.replaceAll(' class=""', '');

describe('blocks', () => {
  test.each([
    ['One\ntwo\n\nthree', '<p>One<br>two</p><p>three</p>'],
    ['# Title\ntext', '<p class="heading h1">Title</p><p>text</p>'],
    ['###### Small ##', '<p class="heading h4">Small</p>'],
    ['#hashtag', '<p>#hashtag</p>'],
    ['a\n\n---\n\nb', '<p>a</p><hr><p>b</p>'],
    ['> quoted\n> more\n\nafter', '<blockquote><p>quoted<br>more</p></blockquote><p>after</p>'],
    ['- a\n- b', '<ul><li><p>a</p></li><li><p>b</p></li></ul>'],
    ['3. c\n4. d', '<ol start="3"><li><p>c</p></li><li><p>d</p></li></ol>'],
    ['- a\n\n- b', '<ul class="loose"><li><p>a</p></li><li><p>b</p></li></ul>'],
    [
      '1. a\n   - b\n     - c\n2. d',
      '<ol><li><p>a</p><ul><li><p>b</p><ul><li><p>c</p></li></ul></li></ul></li><li><p>d</p></li></ol>',
    ],
    ['1. a\n  - b\n2. c', '<ol><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ol>'],
    ['- a\n1. b', '<ul><li><p>a</p></li></ul><ol><li><p>b</p></li></ol>'],
    ['text\n- a', '<p>text</p><ul><li><p>a</p></li></ul>'],
    ['- a\n\nafter', '<ul><li><p>a</p></li></ul><p>after</p>'],
    [
      '```js\na < b\n\n**c**\n```\nafter',
      '<pre tabindex="0"><code dir="ltr">a &lt; b\n\n**c**</code></pre><p>after</p>',
    ],
    ['~~~\n```\n~~~', '<pre tabindex="0"><code dir="ltr">```</code></pre>'],
    ['a | b', '<p>a | b</p>'],
  ])('%j', (text, expected) => expect(html(text)).toBe(expected));

  test('a table', () => {
    const table = render('Plan:\n| A | B \\| C |\n|:-:|--:|\n| **1** | 2 |\n| 3 |\n\nafter');
    const rows = [...table.querySelectorAll('tr')].map((row) => [...row.children].map((cell) => cell.textContent));
    expect(rows).toEqual([
      ['A', 'B | C'],
      ['1', '2'],
      ['3', ''],
    ]);
    expect(table.querySelector('th')?.className).toBe('center');
    expect([...table.children].map((child) => child.tagName)).toEqual(['P', 'DIV', 'P']);
  });

  test('quotations as the built-in answerer writes them', () => {
    const both = render('“Doors open.\n\nBring a “badge”.”\n– Guide, Doors\n\n“On Sundays.”\n– Travel');
    const figures = [...both.children];
    expect(figures.map((figure) => figure.className)).toEqual(['quotation', 'quotation']);
    expect(figures.map((figure) => figure.querySelector('figcaption')?.textContent)).toEqual([
      'Guide, Doors',
      'Travel',
    ]);
    expect(figures[0]?.querySelector('blockquote')?.textContent).toBe('“Doors open.Bring a “badge”.”');
  });

  test('a sentence in quotation marks is a sentence', () => {
    expect(html('“Yes” is what they said.\n\nMore.')).toBe('<p>“Yes” is what they said.</p><p>More.</p>');
  });
});

describe('inside a line', () => {
  test.each([
    ['**b** *i* ~~s~~ `c`', '<strong>b</strong> <em>i</em> <del>s</del> <code>c</code>'],
    ['__b__ _i_', '<strong>b</strong> <em>i</em>'],
    ['***both***', '<strong><em>both</em></strong>'],
    ['**a *b* c**', '<strong>a <em>b</em> c</strong>'],
    ['*a **b* c**', '<em>a **b</em> c**'],
    ['snake_case_name and 2*3*4 and 5 * 6', 'snake_case_name and 2*3*4 and 5 * 6'],
    ['**open', '**open'],
    ['a ** b', 'a ** b'],
    ['`` a ` b ``', '<code>a ` b</code>'],
    ['`open **b**', '`open <strong>b</strong>'],
    ['\\*no\\* \\[x\\]', '*no* [x]'],
    ['a<br>b', 'a<br>b'],
    ['[1] and [2, 3]', '[1] and [2, 3]'],
    ['日本語**強調**です', '日本語<strong>強調</strong>です'],
  ])('%j', (text, expected) => expect(html(text)).toBe(`<p>${expected}</p>`));

  test.each([
    ['[a](https://example.com/x_(y))', 'https://example.com/x_(y)', 'a'],
    ['[**a**](http://example.com "Title")', 'http://example.com/', 'a'],
    ['<https://example.com>', 'https://example.com/', 'https://example.com'],
    ['(see https://example.com/a?b=1#c).', 'https://example.com/a?b=1#c', 'https://example.com/a?b=1#c'],
    ['**https://example.com**', 'https://example.com/', 'https://example.com'],
    ['Mail to team@example.com!', 'mailto:team@example.com', 'team@example.com'],
    ['[mail](mailto:a@b.org)', 'mailto:a@b.org', 'mail'],
    ['![alt](https://example.com/i.png)', 'https://example.com/i.png', 'alt'],
  ])('a link in %j', (text, href, label) => {
    const links = render(text).querySelectorAll('a');
    expect(links).toHaveLength(1);
    expect(links[0]?.href).toBe(href);
    expect(links[0]?.textContent).toBe(label);
    expect(links[0]?.rel).toBe('noopener noreferrer');
    expect(links[0]?.target).toBe('_blank');
  });

  test('citations are buttons where there is a source', () => {
    const cite = (number: number) => (number < 3 ? make('button', '', {}, `#${number}`) : null);
    const shown = render('a [1], b [1, 2] c [3] d [1](https://example.com) `[1]`', false, cite);
    expect([...shown.querySelectorAll('button')].map((button) => button.textContent)).toEqual(['#1', '#1', '#2']);
    expect(shown.textContent).toContain('[3]');
  });
});

describe('nothing that somebody wrote becomes more than text', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\nscript:alert(1))',
    '[x](\u0001javascript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:x)',
    '[x](file:///etc/passwd)',
    '[x](//example.com)',
    '[x](/path)',
    '<javascript:alert(1)>',
    '![x](javascript:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '**[x](javascript:alert(1))**',
    '| a |\n|---|\n| <img src=x onerror=alert(1)> |',
    '```\n</code><script>alert(1)</script>\n```',
    '```"><script>\nx\n```',
    '“<b>x</b>”\n– <script>alert(1)</script>',
  ])('%j', (text) => {
    for (const isOpen of [false, true]) {
      const target = render(text, isOpen);
      expect(target.querySelector('script, img, svg, iframe, b, a')).toBeNull();
      for (const element of target.querySelectorAll('*')) {
        for (const name of element.getAttributeNames()) expect(['class', 'dir', 'tabindex']).toContain(name);
      }
    }
  });

  test.each(['https://a.b"onmouseover=alert(1)', '[x](https://a.b"onmouseover="alert(1))'])('%j', (text) => {
    for (const link of render(text).querySelectorAll('a')) {
      expect(link.getAttributeNames().sort()).toEqual(['href', 'rel', 'target']);
    }
  });
});
