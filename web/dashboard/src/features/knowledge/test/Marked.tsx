import { isFormOf, pieces } from './words';

/** A text with the words of the question marked. Other people's text, so it is never taken as HTML. */
export function Marked({ text, stems }: { text: string; stems: readonly string[] }) {
  let offset = 0;
  return pieces(text).map(({ text: piece, isWord }) => {
    const key = offset;
    offset += piece.length;
    const isMarked = isWord && [piece, ...piece.split('-')].some((word) => stems.some((stem) => isFormOf(word, stem)));
    return isMarked ? (
      <mark key={key} className="rounded-sm bg-tint px-0.5 font-medium text-link">
        {piece}
      </mark>
    ) : (
      <span key={key}>{piece}</span>
    );
  });
}
