import { ChevronRight } from 'lucide-react';
import { Link } from '@/components/Link';
import { plural } from '@/lib/format';
import { readSources, type Source } from './message';

/** Where an answer comes from, folded. */
export function Sources({ sources }: { sources: readonly unknown[] | null }) {
  const read = readSources(sources);
  if (read.length === 0) return null;
  return (
    <details className="group mt-2">
      <summary className="inline-flex list-none items-center gap-1 rounded-sm text-[0.8125rem] font-medium text-soft hover:text-fg">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        {plural(read.length, 'source')}
      </summary>
      <ol className="mt-2 grid gap-3 border-l-2 border-line pl-4 text-[0.8125rem]">
        {read.map((source, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sources have no id and never move
          <li key={at}>
            <p className="font-medium wrap-anywhere">
              {source.url ? <Link to={source.url}>{source.title}</Link> : source.title}
            </p>
            <Place source={source} />
            {source.excerpt && (
              <blockquote
                dir="auto"
                className="mt-1 max-h-40 overflow-y-auto whitespace-pre-line text-soft wrap-anywhere"
              >
                {source.excerpt}
              </blockquote>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}

function Place({ source: { page, heading } }: { source: Source }) {
  const parts = [page !== null && `Page ${page}`, heading].filter(Boolean);
  return parts.length > 0 && <p className="text-soft wrap-anywhere">{parts.join(' · ')}</p>;
}
