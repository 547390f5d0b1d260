/** Takes an answer's Markdown apart: paragraphs, headings, lists, code, bold, italics and links. What it does not know stays text. */

export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'bold' | 'italic'; children: Inline[] }
  | { kind: 'link'; address: string; children: Inline[] };

export type Block =
  | { kind: 'paragraph' | 'heading' | 'quote'; text: Inline[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Inline[][] }
  | { kind: 'code'; text: string };

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}#{1,6} +(.*?)(?: +#+)? *$/;
const ITEM = /^ {0,12}(?:([-*+•])|(\d{1,9})[.)]) +(.*)$/;
const QUOTE = /^ {0,3}> ?(.*)$/;

export function parseBlocks(source: string): Block[] {
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const next = line.trim() === '' ? null : blockAt(lines, at);
    if (next) blocks.push(next.block);
    at = next ? next.end : at + 1;
  }
  return blocks;
}

function blockAt(lines: string[], start: number): { block: Block; end: number } {
  const first = lines[start] ?? '';
  const fence = FENCE.exec(first)?.[1];
  if (fence) {
    let end = start + 1;
    while (end < lines.length && !(lines[end] ?? '').trim().startsWith(fence)) end++;
    return { block: { kind: 'code', text: lines.slice(start + 1, end).join('\n') }, end: end + 1 };
  }
  const heading = HEADING.exec(first);
  if (heading) return { block: { kind: 'heading', text: parseInline(heading[1] ?? '') }, end: start + 1 };
  if (ITEM.test(first)) return listAt(lines, start);
  const ofKind = QUOTE.test(first) ? isQuote : isPlain;
  let end = start + 1;
  while (end < lines.length && ofKind(lines[end] ?? '')) end++;
  const own = lines.slice(start, end);
  if (ofKind === isPlain) return { block: { kind: 'paragraph', text: parseInline(own.join('\n')) }, end };
  return {
    block: { kind: 'quote', text: parseInline(own.map((line) => QUOTE.exec(line)?.[1] ?? '').join('\n')) },
    end,
  };
}

function listAt(lines: string[], start: number): { block: Block; end: number } {
  const [, , number] = ITEM.exec(lines[start] ?? '') ?? [];
  const items: string[] = [];
  let end = start;
  while (end < lines.length) {
    const line = lines[end] ?? '';
    const item = ITEM.exec(line);
    if (item && (item[2] === undefined) === (number === undefined)) items.push(item[3] ?? '');
    else if (line.trim() === '' && ITEM.test(lines[end + 1] ?? '')) {
      // An empty line between two items.
    } else if (!item && /^\s+\S/.test(line)) items.push(`${items.pop() ?? ''}\n${line.trim()}`);
    else break;
    end++;
  }
  return {
    block: { kind: 'list', ordered: number !== undefined, start: Number(number ?? 1), items: items.map(parseInline) },
    end,
  };
}

const isQuote = (line: string) => QUOTE.test(line);
const isPlain = (line: string) =>
  line.trim() !== '' && !FENCE.test(line) && !HEADING.test(line) && !ITEM.test(line) && !QUOTE.test(line);

// Each piece ends within a bounded length, so that a long answer is one pass.
const PIECES = new RegExp(
  [
    /`([^`\n]{1,500})`/,
    /\*\*([^\s*](?:[^*]{0,500}[^\s*])?)\*\*/,
    /(?<![\p{L}\p{N}*])\*([^\s*](?:[^*\n]{0,500}[^\s*])?)\*(?![\p{L}\p{N}*])/u,
    /\[([^\]\n]{1,500})\]\((https?:\/\/[^\s()]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,500})?)\)/,
    /<?(https?:\/\/[^\s<>"“”]{1,2000})>?/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
);

export function parseInline(text: string): Inline[] {
  const pieces: Inline[] = [];
  let after = 0;
  const plain = (to: number) => {
    if (to > after) pieces.push({ kind: 'text', text: text.slice(after, to) });
  };
  for (const match of text.matchAll(PIECES)) {
    const piece = pieceOf(match);
    if (!piece) continue;
    plain(match.index);
    pieces.push(piece.inline);
    after = match.index + piece.length;
  }
  plain(text.length);
  return pieces;
}

function pieceOf(match: RegExpMatchArray): { inline: Inline; length: number } | null {
  const [{ length }, code, bold, italic, label, address, bare] = match;
  if (code !== undefined) return { inline: { kind: 'code', text: code }, length };
  if (bold !== undefined) return { inline: { kind: 'bold', children: parseInline(bold) }, length };
  if (italic !== undefined) return { inline: { kind: 'italic', children: parseInline(italic) }, length };
  if (label !== undefined && address !== undefined) {
    if (!URL.canParse(address)) return null;
    return { inline: { kind: 'link', address, children: [{ kind: 'text', text: label }] }, length };
  }
  if (bare === undefined || match[0].startsWith('<') !== match[0].endsWith('>')) return null;
  // A sentence's end is not part of the address.
  const own = match[0].startsWith('<') ? bare : bare.replace(/[.,;:!?)\]}'*_]+$/, '');
  if (!URL.canParse(own)) return null;
  const inline: Inline = { kind: 'link', address: own, children: [{ kind: 'text', text: own }] };
  return { inline, length: length - (bare.length - own.length) };
}
