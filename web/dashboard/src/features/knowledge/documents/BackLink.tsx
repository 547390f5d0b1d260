import { ArrowLeft } from 'lucide-react';
import { Link as RouterLink } from 'react-router';
import { useClient } from '@/lib/currentClient';

export function BackLink() {
  const client = useClient();
  return (
    <RouterLink
      to={`/clients/${client.id}/knowledge/documents`}
      className="mb-3 inline-flex min-h-6 items-center gap-1.5 rounded-sm text-[0.8125rem] font-medium text-soft hover:text-fg"
    >
      <ArrowLeft aria-hidden className="size-3.5" />
      Documents
    </RouterLink>
  );
}
