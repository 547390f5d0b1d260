/** Splits Markdown into its blocks: where each begins and what it is. What is inside, `render.ts` reads. */

import { closesFence, fenceOf, headingOf, indentOf, isBlank, isRule, itemOf, quoteOf, startsTable } from './lines';

export type Kind = 'code' | 'heading' | 'rule' | 'quote' | 'quotation' | 'list' | 'table' | 'paragraph';

export interface Block {
  kind: Kind;
  lines: string[];
  /** The number of its first line. */
  start: number;
}

/** With `isOpen` more may follow: a quotation without its end is one already. */
export function split(lines: readonly string[], isOpen = false): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (isBlank(line)) {
      at++;
      continue;
    }
    const kind = kindOf(lines, at, isOpen);
    const end = endOf(kind, lines, at, isOpen);
    blocks.push({ kind, lines: lines.slice(at, end), start: at });
    at = end;
  }
  return blocks;
}

function kindOf(lines: readonly string[], at: number, isOpen: boolean): Kind {
  const line = lines[at] ?? '';
  if (fenceOf(line)) return 'code';
  if (headingOf(line)) return 'heading';
  if (isRule(line)) return 'rule';
  if (quoteOf(line) !== null) return 'quote';
  if (itemOf(line)) return 'list';
  if (startsTable(line, lines[at + 1])) return 'table';
  return line.startsWith('“') && quotationEnd(lines, at, isOpen) > at ? 'quotation' : 'paragraph';
}

function endOf(kind: Kind, lines: readonly string[], start: number, isOpen: boolean): number {
  const first = lines[start] ?? '';
  let at = start + 1;
  switch (kind) {
    case 'code': {
      const fence = fenceOf(first) ?? '```';
      while (at < lines.length && !closesFence(lines[at] ?? '', fence)) at++;
      return Math.min(at + 1, lines.length);
    }
    case 'quote':
      while (at < lines.length && quoteOf(lines[at] ?? '') !== null) at++;
      return at;
    case 'list':
      return listEnd(lines, start);
    case 'table':
      while (at < lines.length && (lines[at] ?? '').includes('|')) at++;
      return at;
    case 'quotation':
      return quotationEnd(lines, start, isOpen);
    case 'paragraph':
      while (at < lines.length && !isBlank(lines[at] ?? '') && kindOf(lines, at, isOpen) === 'paragraph') at++;
      return at;
    default:
      return at;
  }
}

/** A list goes on over empty lines as long as another item of its kind or something indented follows. */
function listEnd(lines: readonly string[], start: number): number {
  const first = itemOf(lines[start] ?? '');
  let [end, wasBlank] = [start + 1, false];
  for (let at = start + 1; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (isBlank(line)) {
      wasBlank = true;
      continue;
    }
    const item = itemOf(line);
    const goesOn = item
      ? item.isOrdered === first?.isOrdered || indentOf(line) > 1
      : indentOf(line) > 1 || !(wasBlank || fenceOf(line) || headingOf(line) || isRule(line) || quoteOf(line) !== null);
    if (!goesOn) break;
    [end, wasBlank] = [at + 1, false];
  }
  return end;
}

/**
 * How our built-in answerer quotes: “…” over any number of lines, and beneath it a line `– Title, Heading`.
 * Returns `start` when it is not that. Looks no further than the next quotation, so that all looks together are one pass.
 */
function quotationEnd(lines: readonly string[], start: number, isOpen: boolean): number {
  for (let at = start; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (at > start && line.startsWith('“')) return start;
    if (!line.endsWith('”')) continue;
    const next = lines[at + 1];
    if (next?.startsWith('– ')) return at + 2;
    if (isOpen && (next === undefined || next === '' || next === '–')) return Math.min(at + 2, lines.length);
  }
  const rest = isOpen ? lines.slice(start).join('') : '”';
  return rest.includes('”') ? start : lines.length;
}
