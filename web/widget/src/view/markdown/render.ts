/** Markdown blocks as DOM nodes. */

import { make } from '../dom';
import { type Block, split } from './blocks';
import { inline, type Options } from './inline';
import { cellsOf, closesFence, fenceOf, headingOf, indentOf, isBlank, itemOf, quoteOf } from './lines';

/** Deeper lists and quotes are plain text: nobody writes them, and a document may be made to break us. */
const DEPTH = 6;

export function renderBlock(block: Block, options: Options, depth = 0): HTMLElement {
  const { kind, lines } = block;
  switch (kind) {
    case 'code':
      return code(lines);
    case 'heading': {
      const { level = 1, text = '' } = headingOf(lines[0] ?? '') ?? {};
      return make('p', `heading h${Math.min(level, 4)}`, {}, inline(text, options));
    }
    case 'rule':
      return make('hr');
    case 'quote': {
      const inner = lines.map((line) => quoteOf(line) ?? line);
      return make('blockquote', '', {}, nested(inner, options, depth));
    }
    case 'quotation':
      return quotation(lines, options);
    case 'list':
      return list(lines, options, depth);
    case 'table':
      return table(lines, options);
    default:
      return make('p', '', {}, inline(lines.map((line) => line.trim()).join('\n'), options));
  }
}

function nested(lines: string[], options: Options, depth: number): Node[] {
  if (depth >= DEPTH) return [document.createTextNode(lines.join('\n'))];
  const blocks = split(lines);
  const isOpen = (index: number) => options.isOpen && index === blocks.length - 1;
  return blocks.map((block, index) => renderBlock(block, { ...options, isOpen: isOpen(index) }, depth + 1));
}

function code(lines: readonly string[]): HTMLElement {
  const fence = fenceOf(lines[0] ?? '') ?? '```';
  const isClosed = lines.length > 1 && closesFence(lines.at(-1) ?? '', fence);
  const text = lines.slice(1, isClosed ? -1 : undefined).join('\n');
  return make('pre', '', { tabindex: 0 }, make('code', '', { dir: 'ltr' }, text));
}

function quotation(lines: readonly string[], options: Options): HTMLElement {
  const last = lines.at(-1) ?? '';
  const isNamed = /^–( |$)/.test(last) && lines.length > 1;
  const texts = isNamed ? lines.slice(0, -1) : lines;
  const quote = make('blockquote', '', {}, make('p', '', {}, inline(texts.join('\n').trim(), options)));
  const from = isNamed ? last.slice(1).trim() : '';
  return make('figure', 'quotation', {}, quote, from && make('figcaption', '', {}, from));
}

function list(lines: readonly string[], options: Options, depth: number): HTMLElement {
  const first = itemOf(lines[0] ?? '');
  const isOrdered = first?.isOrdered ?? false;
  const items: string[][] = [];
  let indent = 0;
  for (const line of lines) {
    const item = itemOf(line);
    const isNew = item && (!items.length || (item.isOrdered === isOrdered && indentOf(line) < Math.max(indent, 2)));
    if (item && isNew) {
      indent = item.indent;
      items.push([item.text]);
    } else items.at(-1)?.push(line.slice(Math.min(indentOf(line), indent)));
  }
  const rendered = items.map((item, index) => {
    const isOpen = options.isOpen && index === items.length - 1;
    return make('li', '', {}, nested(item, { ...options, isOpen }, depth));
  });
  const attributes = isOrdered && first && first.number !== 1 ? { start: first.number } : {};
  return make(isOrdered ? 'ol' : 'ul', lines.some(isBlank) ? 'loose' : '', attributes, rendered);
}

function table(lines: readonly string[], options: Options): HTMLElement {
  const aligns = cellsOf(lines[1] ?? '').map((cell) =>
    cell.endsWith(':') ? (cell.startsWith(':') ? 'center' : 'end') : '',
  );
  const row = (line: string, tag: 'th' | 'td') => {
    const cells = cellsOf(line);
    return make(
      'tr',
      '',
      {},
      // Columns begin on the table's side, whatever is written in a cell.
      aligns.map((align, at) => make(tag, align, {}, make('bdi', '', {}, inline(cells[at] ?? '', options)))),
    );
  };
  const body = lines.slice(2).map((line) => row(line, 'td'));
  const grid = make('table', '', {}, make('thead', '', {}, row(lines[0] ?? '', 'th')), make('tbody', '', {}, body));
  return make('div', 'table', { tabindex: 0 }, grid);
}
