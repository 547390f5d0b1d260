import { useQuery } from '@tanstack/react-query';
import { Card } from '@/components/Card';
import { PageHeader } from '@/components/PageHeader';
import { Skeleton } from '@/components/Skeleton';
import { sessionQuery } from '@/features/session/api';
import { DeleteAccountCard } from './DeleteAccountCard';
import { PasswordCard } from './PasswordCard';
import { SessionsCard } from './SessionsCard';
import { SecondFactorCard } from './secondFactor/SecondFactorCard';

/** `/settings/account`: the user, whichever client is open. */
export default function AccountPage() {
  const { data: session } = useQuery(sessionQuery);
  const username = session?.user.username;
  return (
    <>
      <PageHeader title="Account" description="How you log in, and where you are logged in." />
      <div className="grid gap-6">
        <Card title="User name" description="You log in with it. It cannot be changed.">
          {username ? <p className="font-medium break-all">{username}</p> : <Skeleton className="h-5 w-40" />}
        </Card>
        <PasswordCard username={username ?? ''} />
        <SecondFactorCard />
        <SessionsCard />
        <DeleteAccountCard username={username} />
      </div>
    </>
  );
}
