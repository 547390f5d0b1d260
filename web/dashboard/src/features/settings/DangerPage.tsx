import { useQueryClient } from '@tanstack/react-query';
import { useLayoutEffect, useRef, useState } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router';
import { keys } from '@/api/keys';
import type { Client } from '@/api/types';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { PageHeader } from '@/components/PageHeader';
import { toast } from '@/components/toast';
import { useDeleteClient, useForgetClient } from '@/features/clients/api';
import { useClient } from '@/lib/currentClient';

export function DangerPage() {
  const { id, name } = useClient();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const remove = useDeleteClient(id);
  const forget = useForgetClient();
  const [asking, setAsking] = useState(false);

  // Forgotten when this page is left: its own client would else be one that does not exist.
  const isDeleted = useRef(false);
  useLayoutEffect(() => {
    return () => {
      if (isDeleted.current) forget(id);
    };
  }, [id, forget]);

  async function deleteIt() {
    await remove.mutateAsync();
    const clients = queryClient.getQueryData<Client[]>(keys.clients) ?? [];
    const next = clients.find((other) => other.id !== id);
    if (!next) {
      location.assign('/');
      return;
    }
    isDeleted.current = true;
    navigate(`/clients/${next.id}/overview`);
    toast.success(`“${name}” is deleted`);
  }

  return (
    <>
      <PageHeader title="Danger zone" description="What cannot be undone." />
      <div className="grid gap-6">
        <Card
          title="Pause instead?"
          description="A paused client answers nobody and loses nothing: switch it on again whenever you like."
          actions={
            <Button asChild>
              <RouterLink to={`/clients/${id}/settings/general`}>To the status</RouterLink>
            </Button>
          }
        />
        <Card
          title="Delete conversations"
          description="All of them, or those before a day: at Conversations. The figures stay. To have them deleted by themselves, set how long they are kept at General."
          actions={
            <Button asChild>
              <RouterLink to={`/clients/${id}/conversations`}>To the conversations</RouterLink>
            </Button>
          }
        />
        <Card
          danger
          title="Delete this client"
          description="With its widget, documents, conversations and figures. Your account and your other clients stay."
          actions={
            <Button variant="danger" onClick={() => setAsking(true)}>
              Delete client…
            </Button>
          }
        />
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete “${name}”?`}
        action="Delete client"
        typed={name}
        onConfirm={deleteIt}
      >
        <p>This is lost, at once and for good:</p>
        <ul className="list-disc space-y-1 pl-5">
          <li>the public key: the chat stops on every page that has it</li>
          <li>all documents, tags, prompts and access tokens</li>
          <li>all conversations, ratings and figures: export them before if you need them</li>
        </ul>
      </ConfirmDialog>
    </>
  );
}
