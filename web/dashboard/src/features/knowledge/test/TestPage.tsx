import { useQuery } from '@tanstack/react-query';
import { MessageCircleQuestion } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { Card } from '@/components/Card';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Skeleton } from '@/components/Skeleton';
import { useClient } from '@/lib/currentClient';
import { testQuery } from '../api';
import { PartHeader } from '../PartHeader';
import { QuestionForm } from './QuestionForm';
import { Results } from './Results';

/** `?question=` and `?context=` are what is tested, so that a test can be linked to and reloaded. */
export function TestPage() {
  const client = useClient();
  const [params, setParams] = useSearchParams();
  const question = (params.get('question') ?? '').trim().slice(0, 2000);
  const context = (params.get('context') ?? '').trim().slice(0, 4000);
  const { data, error, isFetching, refetch } = useQuery(testQuery(client.id, question, context));

  function test(next: { question: string; context: string }) {
    if (next.question === question && next.context === context) void refetch();
    else setParams({ question: next.question, ...(next.context && { context: next.context }) });
  }

  return (
    <>
      <PartHeader
        title="Test a question"
        description="See which passages of your documents a question finds, and why. Nothing is counted and no visitor sees it."
      />
      <div className="grid grid-cols-1 gap-6">
        <QuestionForm question={question} context={context} busy={isFetching} onTest={test} />
        {question === '' ? (
          <Card>
            <EmptyState icon={MessageCircleQuestion} title="Ask as a visitor would">
              Use the words your visitors use, mistakes included. You will see what an answer would be made from.
            </EmptyState>
          </Card>
        ) : data ? (
          <div aria-busy={isFetching} className={isFetching ? 'opacity-60' : undefined}>
            <Results result={data} question={question} />
          </div>
        ) : error ? (
          <ErrorNotice title="The question could not be tested" error={error} onRetry={() => refetch()} />
        ) : (
          <div className="grid gap-4">
            <Skeleton className="h-14 rounded-lg" />
            <Skeleton className="h-56 rounded-xl" />
            <Skeleton className="h-56 rounded-xl" />
          </div>
        )}
      </div>
    </>
  );
}
