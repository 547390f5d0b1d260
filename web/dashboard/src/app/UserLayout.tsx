import { useQuery } from '@tanstack/react-query';
import { type ReactNode, Suspense, useEffect } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { Button } from '@/components/Button';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Logo } from '@/components/Logo';
import { SettingsFrame } from '@/components/SettingsFrame';
import { Skeleton } from '@/components/Skeleton';
import { toast } from '@/components/toast';
import { clientsQuery } from '@/features/clients/api';
import { lastClient } from '@/features/clients/lastClient';
import { useLogOut } from '@/features/session/api';
import { CurrentClient } from '@/lib/currentClient';
import { ErrorBoundary } from './ErrorBoundary';
import { Shell } from './Shell';
import { ShellSkeleton } from './ShellSkeleton';

/** What belongs to the user and to no client, within the frame of the client that was open last. */
export default function UserLayout() {
  const { data: clients, error, refetch } = useQuery(clientsQuery);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new page begins at its top
  useEffect(() => scrollTo(0, 0), [pathname]);
  if (!clients && !error) return <ShellSkeleton />;

  const last = lastClient();
  const client = clients?.find(({ id }) => id === last) ?? clients?.[0] ?? null;
  const page = (
    <SettingsFrame client={client}>
      <ErrorBoundary place={pathname}>
        <Suspense fallback={<Skeleton className="h-96 rounded-xl" />}>
          {clients ? (
            <CurrentClient value={null}>
              <Outlet />
            </CurrentClient>
          ) : (
            <ErrorNotice title="Your clients could not be loaded" error={error} onRetry={() => refetch()} />
          )}
        </Suspense>
      </ErrorBoundary>
    </SettingsFrame>
  );
  if (!client) return <FrameWithoutClient>{page}</FrameWithoutClient>;
  return (
    <CurrentClient value={client}>
      <Shell>{page}</Shell>
    </CurrentClient>
  );
}

function FrameWithoutClient({ children }: { children: ReactNode }) {
  const logOut = useLogOut();
  return (
    <>
      <header className="flex h-14 items-center justify-between gap-4 border-b border-line bg-surface px-4 sm:px-6 lg:px-10">
        <Link to="/" className="rounded-sm">
          <Logo />
        </Link>
        <Button
          variant="ghost"
          loading={logOut.isPending}
          onClick={() =>
            logOut.mutate(undefined, { onError: (error) => toast.error('You are still logged in', error) })
          }
        >
          Log out
        </Button>
      </header>
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-6xl px-4 py-6 sm:px-6 lg:px-10 lg:py-10">
        {children}
      </main>
    </>
  );
}
