/** Markdown inside a line: emphasis, code, links, citations. One pass; marks that never close are text again. */

import { make } from '../dom';
import { linkTo, withLinks } from './links';

export interface Options {
  /** More may follow: marks that are open look as if they were closed already. */
  isOpen: boolean;
  /** The button for a citation `[1]`; null where there is no such source. */
  cite?: ((number: number) => Node | null) | undefined;
  isInLink?: boolean;
}

type Mark = '**' | '*' | '__' | '_' | '~~';
const TAGS = { '**': 'strong', __: 'strong', '*': 'em', _: 'em', '~~': 'del' } as const;

/** A mark that is open, and what came since. The first one of the list is the line itself. */
interface Frame {
  mark: Mark | '';
  nodes: (Node | string)[];
}

const TOKEN =
  /\\([!-/:-@[-`{-~])|(`+)|\[(\d{1,2}(?:, ?\d{1,2}){0,9})\](?!\()|!?\[((?:[^[\]\\]|\\.){1,500})\]\(([^\s()<>]{0,2000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,200}){0,4})(?: "[^"]{0,200}")?\)|<((?:https?:\/\/|mailto:)[^\s<>]{1,2000})>|<br ?\/?>|(\*{1,3}|_{1,3}|~~)|\n/y;
/** What may begin one of these. */
const STARTS = /[\\`[!<*_~\n]/g;
/** The start of a link whose end has not come. */
const HALF_LINK = /!?\[([^[\]]{0,500})(?:\](?:\([^\s()]{0,2000})?)?$/y;

export function inline(text: string, options: Options): Node[] {
  const isInLink = options.isInLink ?? false;
  const frames: Frame[] = [{ mark: '', nodes: [] }];
  const missing = new Set<number>();
  const put = (node: Node | string) => frames.at(-1)?.nodes.push(node);
  let at = 0;
  while (at < text.length) {
    STARTS.lastIndex = at;
    const start = STARTS.exec(text)?.index ?? text.length;
    if (start > at) put(text.slice(at, start));
    at = start;
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) {
      const half = options.isOpen ? halfLink(text, at) : null;
      if (half === null) put(text[at++] ?? '');
      else {
        put(half);
        at = text.length;
      }
      continue;
    }
    const [token, escaped, ticks, cited, label, url, bare, marks] = match;
    at += token.length;
    if (escaped) put(escaped);
    else if (ticks) at = code(text, at, ticks, missing, options, put);
    else if (cited) cite(frames.at(-1)?.nodes ?? [], citations(token, cited, options));
    else if (label !== undefined) {
      const inside = isInLink ? [token] : inline(label, { ...options, isInLink: true });
      put(isInLink ? token : (linkTo(url ?? '', inside) ?? token));
    } else if (bare) put((isInLink ? null : linkTo(bare, [bare.replace(/^mailto:/, '')])) ?? token);
    else if (marks) emphasis(frames, marks, text, at, options);
    else put(make('br'));
  }
  return finish(frames, options);
}

function halfLink(text: string, at: number): string | null {
  HALF_LINK.lastIndex = at;
  const label = HALF_LINK.exec(text)?.[1];
  // Half a citation is nothing yet.
  return label === undefined ? null : /^\d{1,2}$/.test(label) ? '' : label;
}

/** Code between runs of as many backticks. A length that was not found once is not looked for again. */
function code(
  text: string,
  at: number,
  ticks: string,
  missing: Set<number>,
  options: Options,
  put: (node: Node | string) => void,
): number {
  const length = ticks.length;
  let end = missing.has(length) ? -1 : text.indexOf(ticks, at);
  while (end >= 0) {
    let after = end + length;
    while (text[after] === '`') after++;
    if (after === end + length) break;
    end = text.indexOf(ticks, after);
  }
  if (end < 0) {
    missing.add(length);
    if (!options.isOpen) {
      put(ticks);
      return at;
    }
    end = text.length;
  }
  const inside = text.slice(at, end).replace(/\n/g, ' ');
  if (inside.trim()) put(make('code', '', {}, inside.trim()));
  return Math.min(end + length, text.length);
}

/** Where a citation shows nothing, nothing stays of the space before it. */
function cite(nodes: Frame['nodes'], sign: Node | string): void {
  const last = nodes.at(-1);
  if (typeof sign !== 'string' && !sign.textContent && typeof last === 'string')
    nodes[nodes.length - 1] = last.trimEnd();
  nodes.push(sign);
}

function citations(token: string, numbers: string, options: Options): Node | string {
  const found = numbers.split(',').map((number) => options.cite?.(Number(number)) ?? null);
  if (found.some((node) => !node)) return token;
  const group = document.createDocumentFragment();
  for (const node of found) if (node) group.append(node);
  return group;
}

const isSpace = (character: string | undefined) => !character || /\s/.test(character);
const isLetter = (character: string | undefined) => !!character && /[\p{L}\p{N}]/u.test(character);

/** Opens and closes marks; the same mark is never open twice, so that nothing nests deeper than there are marks. */
function emphasis(frames: Frame[], marks: string, text: string, end: number, options: Options): void {
  const [before, after] = [text[end - marks.length - 1], text[end]];
  const isWithin = isLetter(before) && isLetter(after);
  const canClose = !isSpace(before) && !(marks[0] === '_' && isLetter(after));
  const canOpen = !isSpace(after) && !(isWithin && (marks[0] === '_' || /\d/.test(before ?? '')));
  let rest = marks;
  while (canClose && rest) {
    const fits = (frame: Frame) => frame.mark && frame.mark[0] === rest[0] && frame.mark.length <= rest.length;
    const index = frames.findLastIndex(fits);
    const frame = frames[index];
    if (!frame?.mark || !frame.nodes.length) break;
    rest = rest.slice(frame.mark.length);
    flatten(frames, index);
    frames.pop();
    frames.at(-1)?.nodes.push(wrap(frame, options.isInLink ?? false));
  }
  while (rest) {
    const mark = (rest.length >= 2 ? rest.slice(0, 2) : rest) as Mark;
    const isNew = !frames.some((frame) => frame.mark === mark);
    if (canOpen && isNew) frames.push({ mark, nodes: [] });
    else if (!(options.isOpen && end === text.length)) frames.at(-1)?.nodes.push(mark);
    rest = rest.slice(mark.length);
  }
}

function wrap(frame: Frame, isInLink: boolean): Node {
  return make(TAGS[frame.mark || '*'], '', {}, withLinks(frame.nodes, isInLink));
}

/** The frames above `index` were not closed: their marks are text. */
function flatten(frames: Frame[], index: number): void {
  const target = frames[index];
  for (const frame of frames.splice(index + 1)) {
    target?.nodes.push(frame.mark);
    for (const node of frame.nodes) target?.nodes.push(node);
  }
}

function finish(frames: Frame[], options: Options): Node[] {
  if (options.isOpen) {
    for (let frame = frames.at(-1); frame?.mark; frame = frames.at(-1)) {
      frames.pop();
      if (frame.nodes.length) frames.at(-1)?.nodes.push(wrap(frame, options.isInLink ?? false));
    }
  } else flatten(frames, 0);
  return withLinks(frames[0]?.nodes ?? [], options.isInLink ?? false);
}
