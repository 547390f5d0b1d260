import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { documentCountQuery } from '@/api/documentCount';
import { Badge } from '@/components/Badge';
import { Card } from '@/components/Card';
import { Link } from '@/components/Link';
import { Progress } from '@/components/Progress';
import { Skeleton } from '@/components/Skeleton';
import { useClient } from '@/lib/currentClient';
import { formatNumber } from '@/lib/format';
import { type ClientSettings, weekQuery } from '../api';

/** What this client may use, and what it uses. Only an operator changes it. */
export function PlanCard({ settings }: { settings: ClientSettings }) {
  const { id } = useClient();
  const documents = useQuery(documentCountQuery(id));
  const week = useQuery(weekQuery(id));
  const today = week.data?.days.at(-1)?.messages;
  return (
    <Card
      title="Plan"
      description="Only whoever runs this deployment can change it: ask them for more before your conference begins."
      actions={<Badge tone="accent">{settings.plan === 'paid' ? 'Paid' : 'Free'}</Badge>}
    >
      <dl className="grid gap-6 sm:grid-cols-2">
        <Fact
          title="Documents"
          value={documents.data}
          of={`of ${formatNumber(settings.documentsAtMost)}`}
          isKnown={documents.data !== undefined || documents.isError}
        >
          <Progress label="Documents of the plan" value={share(documents.data ?? 0, settings.documentsAtMost)} />
          <p className="mt-2 text-[0.8125rem] text-soft">
            See them at <Link to={`/clients/${id}/knowledge/documents`}>Knowledge</Link>.
          </p>
        </Fact>
        <Fact title="Visitors’ messages" value={settings.requestsPerHour} of="an hour, at most" isKnown>
          <p className="text-[0.8125rem] text-soft">
            All visitors together; one alone may send 60. Who sends more is asked to wait for the next hour.
            {today !== undefined && ` Asked today: ${formatNumber(today)}.`}
          </p>
        </Fact>
      </dl>
    </Card>
  );
}

const share = (count: number, atMost: number) => (atMost > 0 ? (count / atMost) * 100 : 0);

interface FactProps {
  title: string;
  value: number | undefined;
  of: string;
  isKnown: boolean;
  children: ReactNode;
}

const Fact = ({ title, value, of, isKnown, children }: FactProps) => (
  <div>
    <dt className="text-[0.8125rem] text-soft">{title}</dt>
    <dd>
      <div className="mt-0.5 mb-2 flex h-7 items-baseline gap-1.5">
        {isKnown ? (
          <>
            {value !== undefined && <span className="text-lg font-semibold tabular-nums">{formatNumber(value)}</span>}
            <span className="text-soft">{of}</span>
          </>
        ) : (
          <Skeleton className="h-6 w-24" />
        )}
      </div>
      {children}
    </dd>
  </div>
);
