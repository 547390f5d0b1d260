import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { Outlet, useLocation, useNavigationType, useParams } from 'react-router';
import { ErrorNotice } from '@/components/ErrorNotice';
import { clientsQuery } from '@/features/clients/api';
import { rememberClient } from '@/features/clients/lastClient';
import { CurrentClient } from '@/lib/currentClient';
import { ErrorBoundary } from './ErrorBoundary';
import NotFoundPage from './NotFoundPage';
import { Shell } from './Shell';
import { PageSkeleton, ShellSkeleton } from './ShellSkeleton';

/** Everything below `/clients/:clientId`. */
export default function ClientLayout() {
  const { clientId } = useParams();
  const { data: clients, error, refetch } = useQuery(clientsQuery);
  const { pathname } = useLocation();
  const navigation = useNavigationType();
  const client = clients?.find(({ id }) => id === clientId);
  const foundId = client?.id;

  useEffect(() => {
    if (foundId) rememberClient(foundId);
  }, [foundId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new page begins at its top; back and forward find their place
  useEffect(() => {
    if (navigation !== 'POP') scrollTo(0, 0);
  }, [pathname]);

  if (!clients) {
    if (!error) return <ShellSkeleton />;
    return (
      <main className="mx-auto max-w-lg px-4 py-16">
        <ErrorNotice title="Your clients could not be loaded" error={error} onRetry={() => refetch()} />
      </main>
    );
  }
  if (!client) return <NotFoundPage />;
  return (
    <CurrentClient value={client}>
      <Shell>
        <ErrorBoundary place={pathname}>
          <Suspense fallback={<PageSkeletonInMain />}>
            {/* Another client's page begins anew: no state of one is shown at the other. */}
            <Outlet key={client.id} />
          </Suspense>
        </ErrorBoundary>
      </Shell>
    </CurrentClient>
  );
}

const PageSkeletonInMain = () => (
  <div className="-mx-4 -my-6 sm:-mx-6 lg:-mx-10 lg:-my-10">
    <PageSkeleton />
  </div>
);
