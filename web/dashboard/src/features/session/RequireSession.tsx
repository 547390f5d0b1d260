import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { ShellSkeleton } from '@/app/ShellSkeleton';
import { ErrorNotice } from '@/components/ErrorNotice';
import { later } from '@/lib/later';
import { hasUnsaved } from '@/lib/unsaved';
import { sessionQuery } from './api';

const LogInAgain = later(() => import('./LogInAgain'));

/** The pages below are for users who are signed in; others log in first and come back. */
export function RequireSession() {
  // Whoever comes back to this tab may have logged out in another one, or in as somebody else.
  const { data: session, error, isPending, refetch } = useQuery({ ...sessionQuery, refetchOnWindowFocus: 'always' });
  const { pathname, search, hash } = useLocation();
  const last = useRef<{ id: string; username: string }>(null);
  useEffect(() => {
    if (!session) return;
    if (last.current && last.current.id !== session.user.id) location.assign('/');
    last.current = session.user;
  }, [session]);

  const before = session === null && hasUnsaved() ? last.current : null;
  if (session || before) {
    return (
      <>
        <Outlet />
        {before && <LogInAgain username={before.username} />}
      </>
    );
  }
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
