import { useQuery } from '@tanstack/react-query';
import { settingsQuery } from '@/api/clientQueries';
import { ErrorNotice } from '@/components/ErrorNotice';
import { PageHeader } from '@/components/PageHeader';
import { Skeleton } from '@/components/Skeleton';
import { useClient } from '@/lib/currentClient';
import { NameCard } from './NameCard';
import { PlanCard } from './PlanCard';
import { SettingsForm } from './SettingsForm';
import { StatusCard } from './StatusCard';

export function GeneralPage() {
  const client = useClient();
  const { data: settings, error, refetch } = useQuery(settingsQuery(client.id));
  return (
    <>
      <PageHeader
        title="General"
        description="What this client is called, whether it answers, and where it is at home."
      />
      <div className="grid gap-6">
        <NameCard key={client.name} client={client} />
        <StatusCard client={client} />
        {error && !settings ? (
          <ErrorNotice title="The settings could not be loaded" error={error} onRetry={() => refetch()} />
        ) : settings ? (
          <>
            <SettingsForm settings={settings} />
            <PlanCard settings={settings} />
          </>
        ) : (
          <>
            <Skeleton className="h-[34rem] rounded-xl" />
            <Skeleton className="h-56 rounded-xl" />
          </>
        )}
      </div>
    </>
  );
}
