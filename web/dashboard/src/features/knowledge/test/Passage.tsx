import { Badge } from '@/components/Badge';
import { Link } from '@/components/Link';
import { useClient } from '@/lib/currentClient';
import { formatNumber, formatPercent } from '@/lib/format';
import type { TestedPassage } from '../api';
import { Marked } from './Marked';
import { ScoreBar } from './ScoreBar';
import { markedStems, tellRest, tellTerm, toldTerms } from './why';

/** One passage that a question found. */
export function Passage({ passage, answersFrom }: { passage: TestedPassage; answersFrom: number }) {
  const client = useClient();
  const { documentId, title, page, heading, content, excerpt, score, answers, why } = passage;
  const place = [heading, page !== null && `page ${formatNumber(page)}`].filter(Boolean).join(' · ');
  const stems = markedStems(why);
  return (
    <article aria-label={title} className="rounded-xl border border-line bg-surface shadow-card">
      <div className="grid grid-cols-1 gap-3 p-5 sm:px-6">
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="min-w-0">
            <h3>
              <Link to={`/clients/${client.id}/knowledge/documents/${documentId}`}>{title}</Link>
            </h3>
            {place && <p className="text-[0.8125rem] text-soft">{place}</p>}
          </div>
          <div className="flex items-center gap-3">
            <ScoreBar score={score} answersFrom={answersFrom} />
            <Badge tone={answers ? 'success' : 'neutral'}>{answers ? 'Would answer' : 'Too weak'}</Badge>
          </div>
        </div>
        <blockquote dir="auto" className="max-w-prose border-s-2 border-line ps-3 whitespace-pre-line">
          <Marked text={excerpt} stems={stems} />
        </blockquote>
        {content.trim() !== excerpt.trim() && (
          <details>
            <summary className="w-fit rounded-sm font-medium text-link">The whole passage</summary>
            <p dir="auto" className="mt-2 max-w-prose whitespace-pre-line text-soft">
              <Marked text={content} stems={stems} />
            </p>
          </details>
        )}
      </div>
      <Why passage={passage} />
    </article>
  );
}

function Why({ passage }: { passage: TestedPassage }) {
  const terms = toldTerms(passage);
  const rest = tellRest(passage.why);
  return (
    <details className="border-t border-line px-5 py-3 sm:px-6">
      <summary className="w-fit rounded-sm font-medium text-link">Why this passage</summary>
      <div className="mt-2 grid grid-cols-1 gap-2 text-[0.8125rem]">
        {terms.length > 0 && (
          <>
            <p className="text-soft">
              What each word of the question counts. The rarer a word is in your documents, the more.
            </p>
            <ul className="grid gap-1">
              {terms.map((term) => (
                <li key={`${term.word} ${term.isContext}`} className="flex gap-3">
                  <span className="w-11 shrink-0 text-right text-soft tabular-nums">{formatPercent(term.weight)}</span>
                  <span className="min-w-0">
                    <strong className="font-semibold">“{term.word}”</strong> {tellTerm(term)}
                    {term.isContext && ' (from the question before)'}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
        {rest.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </details>
  );
}
