import { useQuery } from '@tanstack/react-query';
import { widgetQuery } from '@/api/clientQueries';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Skeleton } from '@/components/Skeleton';
import { useClient } from '@/lib/currentClient';
import { DesignForm } from './DesignForm';

export function DesignPage() {
  const client = useClient();
  const { data, error, refetch } = useQuery(widgetQuery(client.id));
  if (data) return <DesignForm widget={data} />;
  if (error) return <ErrorNotice title="The widget could not be loaded" error={error} onRetry={() => refetch()} />;
  return (
    <div className="grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_26rem] xl:gap-8">
      <div className="grid gap-6">
        <Skeleton className="h-125 rounded-xl" />
        <Skeleton className="h-120 rounded-xl" />
      </div>
      <Skeleton className="h-150 rounded-xl max-lg:hidden" />
    </div>
  );
}
