import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Badge } from '@/components/Badge';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { DateText, RelativeTime } from '@/components/DateText';
import { ErrorNotice } from '@/components/ErrorNotice';
import { SkeletonText } from '@/components/Skeleton';
import { toast } from '@/components/toast';
import { plural } from '@/lib/format';
import { type LogIn, sessionsQuery, useEndOtherSessions, useEndSession } from './api';
import { browserName } from './browserName';

/** Where the user is logged in, and how to end that. */
export function SessionsCard() {
  const { data: sessions, error, refetch } = useQuery(sessionsQuery);
  const endOthers = useEndOtherSessions();
  const [asking, setAsking] = useState(false);
  const others = sessions?.filter(({ current }) => !current).length ?? 0;
  // The one here first, then the newest.
  const listed = [...(sessions ?? [])].sort(
    (one, other) => Number(other.current) - Number(one.current) || other.createdAt.localeCompare(one.createdAt),
  );
  return (
    <Card
      title="Sessions"
      description="Where you are logged in. End what you do not know, and change your password then."
      flush
      actions={
        others > 0 && (
          <Button size="small" onClick={() => setAsking(true)}>
            Log out everywhere else
          </Button>
        )
      }
    >
      {error && !sessions ? (
        <div className="px-5 pb-5 sm:px-6">
          <ErrorNotice title="Your sessions could not be loaded" error={error} onRetry={() => refetch()} />
        </div>
      ) : sessions ? (
        <ul className="divide-y divide-line border-t border-line">
          {listed.map((session) => (
            <SessionItem key={session.id} session={session} />
          ))}
        </ul>
      ) : (
        <div className="border-t border-line px-5 py-4 sm:px-6">
          <SkeletonText lines={2} />
        </div>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Log out everywhere else?"
        action={`End ${plural(others, 'session')}`}
        onConfirm={async () => {
          const { ended } = await endOthers.mutateAsync();
          toast.success(ended === 0 ? 'There was no other session' : `${plural(ended, 'session')} ended`);
        }}
      >
        <p>All other browsers are logged out at once. You stay logged in here.</p>
      </ConfirmDialog>
    </Card>
  );
}

function SessionItem({ session }: { session: LogIn }) {
  const end = useEndSession();
  const browser = browserName(session.userAgent);
  return (
    <li className="flex items-center justify-between gap-4 px-5 py-3.5 sm:px-6">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium" title={session.userAgent ?? undefined}>
          {browser}
          {session.current && <Badge tone="success">This one</Badge>}
        </p>
        <p className="text-[0.8125rem] text-soft">
          Since <RelativeTime value={session.createdAt} />, until <DateText value={session.expiresAt} /> at the latest
        </p>
      </div>
      {!session.current && (
        <Button
          size="small"
          aria-label={`End the session of ${browser}`}
          loading={end.isPending}
          onClick={() =>
            end.mutate(session.id, {
              onSuccess: () => toast.success('Session ended', { text: `${browser} is logged out.` }),
              onError: (error) => toast.error('The session was not ended', error),
            })
          }
        >
          End
        </Button>
      )}
    </li>
  );
}
