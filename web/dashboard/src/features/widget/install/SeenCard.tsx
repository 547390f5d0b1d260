import { useQuery } from '@tanstack/react-query';
import { Radar } from 'lucide-react';
import { installationQuery } from '@/api/clientQueries';
import { Badge, StatusBadge } from '@/components/Badge';
import { Card } from '@/components/Card';
import { RelativeTime } from '@/components/DateText';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Link } from '@/components/Link';
import { Skeleton } from '@/components/Skeleton';
import { allowsAny } from '@/lib/allowedDomains';
import { useClient } from '@/lib/currentClient';
import type { Sighting } from '../api';

/** Whoever has just put the code into a page waits for it. */
const LOOK_AGAIN = 5_000;

/** The sites from which the widget has asked for its settings. */
export function SeenCard() {
  const client = useClient();
  const { data, error, refetch } = useQuery({ ...installationQuery(client.id), refetchInterval: LOOK_AGAIN });
  return (
    <Card
      title="Where it was seen"
      description="Sites on which somebody has opened the chat. The preview here does not count."
      actions={
        <StatusBadge tone="accent" busy>
          Looking
        </StatusBadge>
      }
      flush
    >
      {error && !data ? (
        <div className="p-5 sm:px-6">
          <ErrorNotice title="The list could not be loaded" error={error} onRetry={() => refetch()} />
        </div>
      ) : !data ? (
        <div className="p-5 sm:px-6">
          <Skeleton className="h-12" />
        </div>
      ) : data.seen.length === 0 ? (
        <EmptyState icon={Radar} title="Not seen yet">
          Put the code on your site, open a page of it and point at the chat button. The site then appears here within
          seconds.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {data.seen.map((sighting) => (
            <Site
              key={sighting.origin}
              sighting={sighting}
              isAllowed={allowsAny(client.allowedDomains, sighting.origin)}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}

const Site = ({ sighting, isAllowed }: { sighting: Sighting; isAllowed: boolean }) => (
  <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-5 py-3 sm:px-6">
    <span className="flex min-w-0 flex-wrap items-center gap-2">
      <Link to={sighting.origin} className="wrap-anywhere">
        {sighting.origin.replace(/^https?:\/\//, '')}
      </Link>
      {!isAllowed && <Badge tone="warning">Not among the allowed domains any more</Badge>}
    </span>
    <span className="text-[0.8125rem] text-soft">
      Last seen <RelativeTime value={sighting.lastSeenAt} />
    </span>
  </li>
);
