import { useQuery } from '@tanstack/react-query';
import { Building2, Plus, Settings } from 'lucide-react';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router';
import type { Client } from '@/api/types';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { CopyButton } from '@/components/CopyButton';
import { DateText } from '@/components/DateText';
import { EmptyState } from '@/components/EmptyState';
import { Link } from '@/components/Link';
import { PageHeader } from '@/components/PageHeader';
import { type Column, Table } from '@/components/Table';
import { later } from '@/lib/later';
import { maskedKey } from '@/lib/maskedKey';
import { clientsQuery } from './api';
import { ClientStatusBadge } from './ClientStatusBadge';

const NewClientDialog = later(() => import('./NewClientDialog'));

const COLUMNS: Column<Client>[] = [
  {
    title: 'Name',
    main: true,
    className: 'sm:w-full sm:max-w-0',
    cell: ({ id, name }) => (
      <Link to={`/clients/${id}/overview`} className="block truncate">
        {name}
      </Link>
    ),
  },
  { title: 'Status', cell: ({ status }) => <ClientStatusBadge status={status} /> },
  {
    title: 'Public key',
    cell: ({ name, publicApiKey }) => (
      <span className="flex items-center gap-2">
        <code className="font-mono text-xs whitespace-nowrap text-soft">{maskedKey(publicApiKey)}</code>
        <CopyButton variant="ghost" text={publicApiKey} aria-label={`Copy the key of ${name}`} />
      </span>
    ),
  },
  { title: 'Created', cell: ({ createdAt }) => <DateText value={createdAt} /> },
  {
    title: 'Settings',
    hideTitle: true,
    align: 'end',
    className: 'max-sm:justify-end!',
    cell: ({ id, name }) => (
      <Button asChild size="small" variant="ghost">
        <RouterLink to={`/clients/${id}/settings/general`} aria-label={`Settings of ${name}`}>
          <Settings aria-hidden />
          <span className="sm:sr-only">Settings</span>
        </RouterLink>
      </Button>
    ),
  },
];

/** `/clients`: all that belong to the user. */
export default function ClientsPage() {
  const { data: clients = [] } = useQuery(clientsQuery);
  const [creating, setCreating] = useState(false);
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New client
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Clients"
        description="A client is one conference, with a widget, documents and figures of its own. Nothing of one is ever shown at another."
        actions={clients.length > 0 && create}
      />
      <Card flush>
        {clients.length > 0 ? (
          <Table caption="Your clients" columns={COLUMNS} rows={clients} rowKey={({ id }) => id} />
        ) : (
          <EmptyState icon={Building2} title="No clients yet" action={create}>
            Make one for your conference: it comes with a public key and a widget, and you can teach it your documents
            right away.
          </EmptyState>
        )}
      </Card>
      {creating && <NewClientDialog open onOpenChange={setCreating} />}
    </>
  );
}
