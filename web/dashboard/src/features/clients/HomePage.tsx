import { useQuery } from '@tanstack/react-query';
import { Navigate, useNavigate } from 'react-router';
import { ShellSkeleton } from '@/app/ShellSkeleton';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Logo } from '@/components/Logo';
import { PageHeader } from '@/components/PageHeader';
import { clientsQuery } from './api';
import { lastClient } from './lastClient';
import { NewClientForm } from './NewClientForm';

/** `/`: on to the client that was open last, else to the oldest; without any, makes the first. */
export default function HomePage() {
  const { data: clients, error, refetch } = useQuery(clientsQuery);
  const navigate = useNavigate();
  if (!clients) {
    if (!error) return <ShellSkeleton />;
    return (
      <main className="mx-auto max-w-lg px-4 py-16">
        <ErrorNotice title="Your clients could not be loaded" error={error} onRetry={() => refetch()} />
      </main>
    );
  }
  const last = lastClient();
  const client = clients.find(({ id }) => id === last) ?? clients[0];
  if (client) return <Navigate to={`/clients/${client.id}/overview`} replace />;
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center px-4 py-10">
      <Logo className="mb-8 self-center" />
      <div className="rounded-xl border border-line bg-surface p-6 shadow-card sm:p-8">
        <PageHeader
          title="Your first client"
          description="A client is one conference, with a chat, documents and figures of its own."
        />
        <NewClientForm onCreated={({ id }) => navigate(`/clients/${id}/overview`)} />
      </div>
    </main>
  );
}
