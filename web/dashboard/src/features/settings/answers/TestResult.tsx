import { CircleAlert } from 'lucide-react';
import { Badge } from '@/components/Badge';
import { Link } from '@/components/Link';
import { formatDuration } from '@/lib/format';
import type { AnswerTest } from '../api';

const NAMES: Record<AnswerTest['answerer'], string> = {
  built_in: 'Built in',
  n8n: 'n8n workflow',
  openai: 'Language model',
};

/** What came of a test: the answer with its sources and times, or what to do about it. */
export const TestResult = ({ result }: { result: AnswerTest }) => (
  <div className="mt-4 grid gap-4 rounded-lg border border-line bg-canvas p-4">
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      {result.ok ? <Badge tone="success">It answers</Badge> : <Badge tone="danger">It does not answer</Badge>}
      {result.unknown && <Badge tone="warning">It says that it does not know</Badge>}
      <p className="text-[0.8125rem] text-soft">
        {NAMES[result.answerer]}
        {result.firstChunkMs !== null && `, began after ${formatDuration(result.firstChunkMs)}`}
        {`, ended after ${formatDuration(result.latencyMs)}`}
      </p>
    </div>
    {result.failure && (
      <p className="flex gap-2 text-danger-fg">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>
          {result.failure.message}{' '}
          <code className="font-mono text-xs whitespace-nowrap opacity-90">({result.failure.code})</code>
        </span>
      </p>
    )}
    {result.response && (
      <p dir="auto" className="whitespace-pre-wrap">
        {result.response}
      </p>
    )}
    {result.sources && result.sources.length > 0 && <Sources sources={result.sources} />}
    {result.unknown && (
      <p className="text-[0.8125rem] text-soft">
        Nothing in your documents fits the question. Ask something that they tell, or add a document that tells this.
      </p>
    )}
  </div>
);

const Sources = ({ sources }: { sources: NonNullable<AnswerTest['sources']> }) => (
  <div>
    <h3 className="text-[0.8125rem] font-medium text-soft">Sources</h3>
    <ol className="mt-1.5 grid list-decimal gap-2 pl-5">
      {sources.map((source, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike, and they never move
        <li key={index}>
          {source.url && /^https?:\/\//.test(source.url) ? (
            <Link to={source.url}>{source.title}</Link>
          ) : (
            <span className="font-medium">{source.title}</span>
          )}
          {source.excerpt && (
            <p dir="auto" className="line-clamp-2 text-[0.8125rem] text-soft">
              {source.excerpt}
            </p>
          )}
        </li>
      ))}
    </ol>
  </div>
);
