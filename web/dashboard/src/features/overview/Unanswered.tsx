import { useQuery } from '@tanstack/react-query';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Link } from '@/components/Link';
import { SkeletonText } from '@/components/Skeleton';
import { clientLinks } from '@/lib/clientLinks';
import { useClient } from '@/lib/currentClient';
import { plural } from '@/lib/format';
import { analyticsQuery } from './api';

const SHOWN = 3;

/** What the documents had no answer to, most asked first. */
export function Unanswered() {
  const client = useClient();
  const { data, error, refetch } = useQuery(analyticsQuery(client.id));
  const questions = data?.unansweredQuestions ?? [];
  return (
    <Card
      title="Without an answer"
      description="In the last 30 days"
      actions={questions.length > 0 && <Link to={`/clients/${client.id}/analytics`}>All</Link>}
    >
      {error && !data ? (
        <ErrorNotice error={error} onRetry={() => refetch()} />
      ) : !data ? (
        <SkeletonText lines={4} />
      ) : questions.length === 0 ? (
        <p className="text-soft">
          {data.total.messages === 0
            ? 'Questions that your documents do not answer are listed here, so that you can add what is missing.'
            : 'Every question found an answer.'}
        </p>
      ) : (
        <ul className="grid gap-3.5">
          {questions.slice(0, SHOWN).map(({ question, unanswered }) => (
            <li key={question}>
              <p dir="auto" className="line-clamp-2 font-medium wrap-anywhere">
                {question}
              </p>
              <p className="text-[0.8125rem] text-soft">
                {plural(unanswered, 'time')} · <Link to={clientLinks.teach(client.id, question)}>Write the answer</Link>
              </p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
