import { CircleCheck, SearchX, TriangleAlert } from 'lucide-react';
import { Link as RouterLink } from 'react-router';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { EmptyState } from '@/components/EmptyState';
import { useClient } from '@/lib/currentClient';
import { formatPercent, plural } from '@/lib/format';
import type { TestResult } from '../api';
import { Passage } from './Passage';

/** What a question found, or what to do when it found nothing. */
export function Results({ result: { passages, answersFrom }, question }: { result: TestResult; question: string }) {
  const client = useClient();
  const knowledge = `/clients/${client.id}/knowledge`;
  const write = (
    <Button asChild variant="primary">
      <RouterLink to={`${knowledge}/documents/new?title=${encodeURIComponent(question.slice(0, 200))}`}>
        Write the answer
      </RouterLink>
    </Button>
  );
  if (passages.length === 0) {
    return (
      <Card>
        <EmptyState
          icon={SearchX}
          title="Nothing was found"
          action={
            <>
              {write}
              <Button asChild>
                <RouterLink to={`${knowledge}/documents`}>Go to the documents</RouterLink>
              </Button>
            </>
          }
        >
          No document has any word of this question, so a visitor would be told that we do not know. Write the answer
          down in a few sentences, or upload the document that has it. If you think one has it, look at its page whether
          it is ready and whether the part is among its chunks.
        </EmptyState>
      </Card>
    );
  }
  const good = passages.filter(({ answers }) => answers).length;
  return (
    <>
      <div
        role="status"
        className={`mb-4 flex flex-wrap items-center justify-between gap-3 rounded-lg border p-3.5 ${
          good > 0 ? 'border-success bg-success-tint text-success-fg' : 'border-warning bg-warning-tint text-warning-fg'
        }`}
      >
        <p className="flex min-w-0 flex-1 basis-80 gap-2.5">
          {good > 0 ? (
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
          ) : (
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          )}
          {good > 0
            ? `An answer would be made from ${plural(good, 'passage')}.`
            : `Nothing fits well enough: passages are used from ${formatPercent(answersFrom)} on. A visitor would be told that we do not know.`}
        </p>
        {good === 0 && write}
      </div>
      <ol className="grid grid-cols-1 gap-4">
        {passages.map((passage) => (
          <li key={`${passage.documentId} ${passage.page} ${passage.content}`}>
            <Passage passage={passage} answersFrom={answersFrom} />
          </li>
        ))}
      </ol>
    </>
  );
}
