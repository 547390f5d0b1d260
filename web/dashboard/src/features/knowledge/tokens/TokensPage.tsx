import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { DateText, RelativeTime } from '@/components/DateText';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Skeleton } from '@/components/Skeleton';
import { type Column, Table } from '@/components/Table';
import { toast } from '@/components/toast';
import { useClient } from '@/lib/currentClient';
import { type Token, tokensQuery, useDeleteToken } from '../api';
import { PartHeader } from '../PartHeader';
import { NewTokenDialog } from './NewTokenDialog';

export function TokensPage() {
  const client = useClient();
  const { data: tokens, error, refetch } = useQuery(tokensQuery(client.id));
  const remove = useDeleteToken(client.id);
  const [creating, setCreating] = useState(false);
  const [openings, setOpenings] = useState(0);
  const [doomed, setDoomed] = useState<Token | null>(null);
  const [asking, setAsking] = useState(false);

  async function revoke() {
    if (!doomed) return;
    await remove.mutateAsync(doomed.id);
    toast.success(`Token “${doomed.name}” revoked`);
  }

  const columns: Column<Token>[] = [
    {
      title: 'Name',
      main: true,
      cell: ({ name }) => <span className="font-medium wrap-anywhere sm:block sm:w-max sm:max-w-56">{name}</span>,
    },
    { title: 'Token', cell: ({ hint }) => <code className="font-mono text-[0.8125rem]">ct_live_…{hint}</code> },
    { title: 'Created', cell: ({ createdAt }) => <DateText value={createdAt} /> },
    {
      title: 'Last used',
      cell: ({ lastUsedAt }) =>
        lastUsedAt ? <RelativeTime value={lastUsedAt} /> : <span className="text-soft">Never</span>,
    },
    {
      title: 'Actions',
      hideTitle: true,
      align: 'end',
      className: 'max-sm:justify-end!',
      cell: (token) => (
        <Button
          size="small"
          aria-label={`Revoke ${token.name}`}
          onClick={() => {
            setDoomed(token);
            setAsking(true);
          }}
        >
          Revoke
        </Button>
      ),
    },
  ];
  const create = (
    <Button
      variant="primary"
      onClick={() => {
        setOpenings(openings + 1);
        setCreating(true);
      }}
    >
      <Plus aria-hidden />
      New token
    </Button>
  );

  return (
    <>
      <PartHeader
        title="Access tokens"
        description="With a token a program of yours, such as an n8n workflow, searches this client’s documents. It can read nothing else and change nothing. The widget needs none."
        actions={tokens && tokens.length > 0 && create}
      />
      {error && !tokens ? (
        <ErrorNotice title="The tokens could not be loaded" error={error} onRetry={() => refetch()} />
      ) : !tokens ? (
        <Skeleton className="h-64 rounded-xl" />
      ) : (
        <Card flush>
          {tokens.length === 0 ? (
            <EmptyState icon={KeyRound} title="No tokens" action={create}>
              You need one only if a program of your own is to search the documents. Give each program its own, so that
              you can take it away without stopping the others.
            </EmptyState>
          ) : (
            <Table caption="Access tokens" columns={columns} rows={tokens} rowKey={({ id }) => id} />
          )}
        </Card>
      )}
      <NewTokenDialog key={openings} open={creating} onOpenChange={setCreating} />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Revoke “${doomed?.name ?? ''}”?`}
        action="Revoke token"
        onConfirm={revoke}
      >
        <p>Programs that use it can no longer search, from this moment on. This cannot be undone.</p>
      </ConfirmDialog>
    </>
  );
}
