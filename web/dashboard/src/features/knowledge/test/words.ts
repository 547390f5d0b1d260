/** A word of a text, and what stands before it. */
export interface Piece {
  text: string;
  isWord: boolean;
}

/** As search compares words: without case and accents. */
export const plain = (word: string) => word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** All of a text in order, words apart from what is between them. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:-[\p{L}\p{N}\p{M}]+)*/gu)) {
    if (match.index > from) found.push({ text: text.slice(from, match.index), isWord: false });
    found.push({ text: match[0], isWord: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from), isWord: false });
  return found;
}

/** Longer endings are other words: “art” is not in “article”. */
const LONGEST_ENDING = 6;

/**
 * Whether a word may be a form of a stem that the database gave. The database knows the language's endings and we do not, so short
 * stems are taken more strictly.
 */
export function isFormOf(word: string, stem: string) {
  const said = plain(word);
  const looked = plain(stem);
  if (said === looked || said.replaceAll('-', '') === looked) return true;
  if (looked.length < 3) return false;
  // English stems end in i where the word has y: happi, happy.
  const starts = said.startsWith(looked) || (looked.endsWith('i') && said.startsWith(`${looked.slice(0, -1)}y`));
  return starts && said.length - looked.length <= Math.min(LONGEST_ENDING, looked.length - 1);
}
