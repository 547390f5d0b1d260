import { useQuery } from '@tanstack/react-query';
import { answersQuery } from '@/api/clientQueries';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Skeleton } from '@/components/Skeleton';
import { useClient } from '@/lib/currentClient';
import { PartHeader } from '../PartHeader';
import { PromptForm } from './PromptForm';
import { PromptNote } from './PromptNote';

export function PromptPage() {
  const client = useClient();
  const { data: answers, error, refetch } = useQuery(answersQuery(client.id));
  return (
    <>
      <PartHeader
        title="Main prompt"
        description="Instructions that go along with every question to your model or workflow: tone, what to mention, what to leave out. Facts belong into documents, so that answers can name their source."
      />
      {error && !answers ? (
        <ErrorNotice title="The prompt could not be loaded" error={error} onRetry={() => refetch()} />
      ) : !answers ? (
        <Skeleton className="h-96 rounded-xl" />
      ) : (
        <div className="grid gap-4">
          <PromptNote answers={answers} />
          <PromptForm mainPrompt={answers.mainPrompt} />
        </div>
      )}
    </>
  );
}
