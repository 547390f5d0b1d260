import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { Logo } from '@/components/Logo';
import { PageHeader } from '@/components/PageHeader';
import { nextPath } from '@/lib/nextPath';
import { sessionQuery } from './api';

interface SessionPageProps {
  title: string;
  description: string;
  footer: ReactNode;
  children: ReactNode;
}

/** What log-in and registration have in common; whoever is signed in goes on to where they wanted. */
export function SessionPage({ title, description, footer, children }: SessionPageProps) {
  const { data: session } = useQuery(sessionQuery);
  const [parameters] = useSearchParams();
  if (session) return <Navigate to={nextPath(parameters.get('next'))} replace />;
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[26rem] flex-col justify-center px-4 py-10">
      <Logo className="mb-8 self-center" />
      <div className="rounded-xl border border-line bg-surface p-6 shadow-card sm:p-8">
        <PageHeader title={title} description={description} />
        {children}
      </div>
      <p className="mt-6 text-center text-soft">{footer}</p>
    </main>
  );
}

/** `?next=` of this page, for the link to the other one. */
export function useNextQuery() {
  const [parameters] = useSearchParams();
  const next = parameters.get('next');
  return next ? `?${new URLSearchParams({ next })}` : '';
}
