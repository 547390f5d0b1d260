/** What a line of Markdown begins. Every test looks at a line once, from its start: long lines cost no more than their length. */

export const isBlank = (line: string): boolean => !line.trim();

/** A fence of backticks or tildes that opens code: its marker. */
export function fenceOf(line: string): string | null {
  const match = /^ {0,3}(`{3,}|~{3,})([^`]*)$/.exec(line);
  return match?.[1] ?? null;
}

export function closesFence(line: string, fence: string): boolean {
  const text = line.trim();
  return text.length >= fence.length && text === fence.charAt(0).repeat(text.length);
}

export function headingOf(line: string): { level: number; text: string } | null {
  const match = /^ {0,3}(#{1,6})(?:[ \t]|$)/.exec(line);
  if (!match?.[1]) return null;
  const text = line.slice(match[0].length).trim();
  return { level: match[1].length, text: text.replace(/(?:^|[ \t])#+$/, '').trim() };
}

export function isRule(line: string): boolean {
  const text = line.replace(/[ \t]/g, '');
  return text.length >= 3 && '-*_'.includes(text.charAt(0)) && text === text.charAt(0).repeat(text.length);
}

export function quoteOf(line: string): string | null {
  const match = /^ {0,3}> ?/.exec(line);
  return match ? line.slice(match[0].length) : null;
}

export interface ItemStart {
  isOrdered: boolean;
  number: number;
  /** How far the item's further lines are indented. */
  indent: number;
  text: string;
}

export function itemOf(line: string): ItemStart | null {
  const match = /^( {0,3})(?:[-*+•]|(\d{1,9})[.)])(?: {1,4}|\t|$)/.exec(line);
  if (!match || isRule(line)) return null;
  return {
    isOrdered: match[2] !== undefined,
    number: Number(match[2] ?? 1),
    indent: match[0].length,
    text: line.slice(match[0].length),
  };
}

export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The cells of a table's row. A bar after a backslash belongs to the text. */
export function cellsOf(line: string): string[] {
  const cells: string[] = [];
  const text = line.trim().replace(/^\|/, '');
  let cell = '';
  for (let at = 0; at < text.length; at++) {
    const isEscaped = text[at] === '\\' && text[at + 1] === '|';
    if (isEscaped) at++;
    if (text[at] === '|' && !isEscaped) {
      cells.push(cell.trim());
      cell = '';
    } else cell += text[at];
  }
  if (cell.trim() || !cells.length) cells.push(cell.trim());
  return cells;
}

/** A table begins with a row and a line of dashes beneath it. */
export function startsTable(line: string, next: string | undefined): boolean {
  if (!next?.includes('-') || !line.includes('|') || /[^-:| \t]/.test(next)) return false;
  const dashes = cellsOf(next);
  return dashes.length === cellsOf(line).length && dashes.every((cell) => /^:?-+:?$/.test(cell));
}
