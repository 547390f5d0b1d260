import { formatPercent } from '@/lib/format';
import type { TestedPassage } from '../api';
import { isFormOf, pieces } from './words';

type Passage = Pick<TestedPassage, 'content' | 'heading' | 'title' | 'why'>;
type Term = NonNullable<TestedPassage['why']['terms']>[number];

export type Found = 'exact' | 'near' | 'title' | 'elsewhere' | 'nowhere';

/** What became of one word of the question in a passage. */
export interface ToldTerm {
  word: string;
  found: Found;
  /** The passage's own word for it. */
  as: string | null;
  /** What a mistyped word was taken for. */
  corrected: string | null;
  isContext: boolean;
  /** Its share of what is asked for, 0 to 1. */
  weight: number;
}

const wordsOf = (text: string) =>
  pieces(text).flatMap(({ text: word, isWord }) => (isWord ? [word, ...parts(word)] : []));
const parts = (word: string) => (word.includes('-') ? word.split('-') : []);

const firstForm = (words: readonly string[], stems: readonly string[]) =>
  words.find((word) => stems.some((stem) => isFormOf(word, stem))) ?? null;

/** The words of the question, the weightiest first. */
export function toldTerms({ content, heading, title, why }: Passage): ToldTerm[] {
  const terms = why.terms ?? [];
  const all = terms.reduce((sum, { weight }) => sum + weight, 0);
  const here = wordsOf(`${heading ?? ''}\n${content}`);
  const inTitle = wordsOf(title);
  return terms.map((term) => ({
    word: term.word,
    ...findIn(term, here, inTitle),
    corrected: term.corrected,
    isContext: term.is_context,
    weight: all > 0 ? term.weight / all : 0,
  }));
}

function findIn(
  { exact, near, reach }: Term,
  here: readonly string[],
  title: readonly string[],
): Pick<ToldTerm, 'found' | 'as'> {
  const exactly = firstForm(here, exact);
  if (exactly) return { found: 'exact', as: exactly };
  const nearly = firstForm(here, near);
  if (nearly) return { found: 'near', as: nearly };
  const titled = firstForm(title, exact);
  if (titled) return { found: 'title', as: titled };
  return { found: reach > 0 ? 'elsewhere' : 'nowhere', as: null };
}

/** What became of a word, in words. */
export function tellTerm({ word, found, as, corrected }: ToldTerm): string {
  const same = as?.toLowerCase() === word.toLowerCase();
  switch (found) {
    case 'exact':
      return same ? 'is in the passage' : `is in the passage as “${as}”`;
    case 'near':
      return corrected
        ? `looks mistyped, and was taken for “${corrected}”`
        : `is not in the passage, but “${as}” means nearly the same`;
    case 'title':
      return 'is in the title of the document';
    case 'elsewhere':
      return 'is not in this passage, but in others';
    case 'nowhere':
      return 'is in none of your documents';
  }
}

/** What else moved a passage up. */
export function tellRest({ close, recent, tagged, meaning }: TestedPassage['why']): string[] {
  return [
    meaning !== undefined && `Its meaning is ${formatPercent(meaning.similarity)} like the question’s.`,
    tagged === true && 'The question names a tag of the document.',
    close !== undefined && close >= 0.15 && 'The words stand close to each other.',
    recent !== undefined && recent >= 0.5 && 'The document is rather new.',
  ].filter((sentence) => typeof sentence === 'string');
}

/** The stems to mark in a passage. */
export const markedStems = ({ terms = [] }: TestedPassage['why']) =>
  terms.flatMap(({ exact, near }) => [...exact, ...near]);
