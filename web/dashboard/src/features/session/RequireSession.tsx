import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useLocation } from 'react-router';
import { ShellSkeleton } from '@/app/ShellSkeleton';
import { ErrorNotice } from '@/components/ErrorNotice';
import { sessionQuery } from './api';

/** The pages below are for users who are signed in; others log in first and come back. */
export function RequireSession() {
  const { data: session, error, isPending, refetch } = useQuery(sessionQuery);
  const { pathname, search, hash } = useLocation();
  if (session) return <Outlet />;
  if (isPending) return <ShellSkeleton />;
  if (error) {
    return (
      <main className="mx-auto max-w-lg px-4 py-16">
        <ErrorNotice title="The dashboard could not be loaded" error={error} onRetry={() => refetch()} />
      </main>
    );
  }
  const next = pathname + search + hash;
  return <Navigate to={next === '/' ? '/login' : `/login?${new URLSearchParams({ next })}`} replace />;
}
