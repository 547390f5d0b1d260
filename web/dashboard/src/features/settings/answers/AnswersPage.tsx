import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answersQuery } from '@/api/clientQueries';
import { ErrorNotice } from '@/components/ErrorNotice';
import { PageHeader } from '@/components/PageHeader';
import { Skeleton } from '@/components/Skeleton';
import { useClient } from '@/lib/currentClient';
import { AnswersForm } from './AnswersForm';
import { TestCard } from './TestCard';

export function AnswersPage() {
  const { id } = useClient();
  const { data: saved, error, refetch } = useQuery(answersQuery(id));
  const [dirty, setDirty] = useState(false);
  const [saves, setSaves] = useState(0);
  return (
    <>
      <PageHeader
        title="Who answers"
        description="Your visitors’ questions: the search in your documents alone, a workflow of yours, or a language model."
      />
      {error && !saved ? (
        <ErrorNotice title="Who answers could not be loaded" error={error} onRetry={() => refetch()} />
      ) : saved ? (
        <div className="grid gap-6">
          {/* Anew after each save: no secret that was typed stays in it. */}
          <AnswersForm key={saves} clientId={id} saved={saved} onDirty={setDirty} onSaved={() => setSaves(saves + 1)} />
          <TestCard clientId={id} dirty={dirty} />
        </div>
      ) : (
        <div className="grid gap-6">
          <Skeleton className="h-[40rem] rounded-xl" />
          <Skeleton className="h-44 rounded-xl" />
        </div>
      )}
    </>
  );
}
