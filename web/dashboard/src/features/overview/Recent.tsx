import { useQuery } from '@tanstack/react-query';
import { MessagesSquare } from 'lucide-react';
import { Link as RouterLink } from 'react-router';
import { Badge } from '@/components/Badge';
import { Card } from '@/components/Card';
import { RelativeTime } from '@/components/DateText';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Link } from '@/components/Link';
import { Skeleton } from '@/components/Skeleton';
import { clientLinks } from '@/lib/clientLinks';
import { useClient } from '@/lib/currentClient';
import { formatNumber, plural } from '@/lib/format';
import { type Conversation, recentQuery } from './api';

/** What visitors asked last. */
export function Recent() {
  const client = useClient();
  const { data, error, refetch } = useQuery(recentQuery(client.id));
  return (
    <Card
      title="Recent questions"
      actions={<Link to={`/clients/${client.id}/conversations`}>All conversations</Link>}
      flush
      className="flex flex-col"
    >
      {error && !data ? (
        <div className="px-5 pb-5 sm:px-6">
          <ErrorNotice title="The questions could not be loaded" error={error} onRetry={() => refetch()} />
        </div>
      ) : !data ? (
        <div className="grid gap-4 px-5 pb-5 sm:px-6">
          <Skeleton className="h-90" />
        </div>
      ) : data.length === 0 ? (
        <div className="border-t border-line">
          <EmptyState icon={MessagesSquare} title="Nothing was asked yet">
            What visitors ask appears here, with whether they got an answer.
          </EmptyState>
        </div>
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {data.map((conversation) => (
            <Row key={conversation.id} conversation={conversation} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Row({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const { id, title, unanswered, lastMessageAt, visitor, messageCount } = conversation;
  return (
    <li>
      <RouterLink
        to={clientLinks.conversation(client.id, id)}
        className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-5 py-3 -outline-offset-2 hover:bg-canvas sm:px-6"
      >
        <span className="min-w-0 flex-1 basis-56">
          <span dir="auto" className="line-clamp-1 font-medium wrap-anywhere">
            {title ?? 'Conversation without a question'}
          </span>
          <span className="flex flex-wrap gap-x-2 text-[0.8125rem] text-soft">
            {visitor && <span className="max-w-40 truncate">{visitor.name ?? visitor.userId}</span>}
            <RelativeTime value={lastMessageAt} />
            <span>{plural(messageCount, 'message')}</span>
          </span>
        </span>
        {unanswered > 0 ? (
          <Badge tone="warning">{`${formatNumber(unanswered)} unanswered`}</Badge>
        ) : (
          <Badge tone="success">Answered</Badge>
        )}
      </RouterLink>
    </li>
  );
}
