import { GraduationCap, SearchCheck, ThumbsDown, ThumbsUp } from 'lucide-react';
import { Link } from 'react-router';
import { Badge } from '@/components/Badge';
import { Button } from '@/components/Button';
import { clientLinks } from '@/lib/clientLinks';
import { useClient } from '@/lib/currentClient';
import { formatDuration, formatNumber } from '@/lib/format';
import type { Message } from './api';
import { Clock } from './Clock';
import { Markdown } from './Markdown';
import { answererName, isUnanswered, outcomeOf } from './message';
import { Sources } from './Sources';

/** An answer with what became of it, where it comes from, and what the visitor thinks of it. */
export function AnswerItem({ message, question }: { message: Message; question: string | undefined }) {
  const outcome = outcomeOf(message);
  return (
    <div className="max-w-[92%]">
      <p className="mb-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-soft">
        <span className="font-medium">{answererName(message.answerer)}</span>
        <Clock value={message.createdAt} />
        <Speed message={message} />
        {outcome && <Badge tone={outcome.tone}>{outcome.label}</Badge>}
      </p>
      {message.content && (
        <div dir="auto" className="rounded-xl rounded-tl-sm border border-line bg-canvas px-3.5 py-2.5">
          <Markdown text={message.content} />
        </div>
      )}
      {outcome && <p className="mt-1.5 text-[0.8125rem] text-soft">{outcome.reason}</p>}
      <Sources sources={message.sources} />
      <Rated message={message} />
      {isUnanswered(message) && question && <Teach question={question} />}
    </div>
  );
}

function Speed({ message: { latencyMs, firstChunkMs, promptTokens, completionTokens } }: { message: Message }) {
  const tokens = (promptTokens ?? 0) + (completionTokens ?? 0);
  return (
    <>
      {latencyMs !== null && (
        <span title={firstChunkMs === null ? undefined : `First words after ${formatDuration(firstChunkMs)}`}>
          {formatDuration(latencyMs)}
        </span>
      )}
      {tokens > 0 && <span>{formatNumber(tokens)} tokens</span>}
    </>
  );
}

function Rated({ message: { rating, ratingComment } }: { message: Message }) {
  if (!rating) return null;
  const Icon = rating === 'up' ? ThumbsUp : ThumbsDown;
  return (
    <div className="mt-2 flex items-start gap-2 text-[0.8125rem]">
      <Icon
        aria-hidden
        className={rating === 'up' ? 'mt-0.5 size-4 text-success-fg' : 'mt-0.5 size-4 text-danger-fg'}
      />
      <p className="min-w-0 wrap-anywhere">
        {rating === 'up' ? 'Rated helpful' : 'Rated not helpful'}
        {ratingComment && <span dir="auto">: “{ratingComment}”</span>}
      </p>
    </div>
  );
}

function Teach({ question }: { question: string }) {
  const { id } = useClient();
  return (
    <div className="mt-2.5 flex flex-wrap gap-2">
      <Button asChild size="small">
        <Link to={clientLinks.teach(id, question)}>
          <GraduationCap aria-hidden />
          Teach the answer
        </Link>
      </Button>
      <Button asChild size="small" variant="ghost">
        <Link to={clientLinks.test(id, question)}>
          <SearchCheck aria-hidden />
          See what documents say
        </Link>
      </Button>
    </div>
  );
}
