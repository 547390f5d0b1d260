import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Globe, Trash2 } from 'lucide-react';
import { installationQuery } from '@/api/clientQueries';
import { Card } from '@/components/Card';
import { EmptyState } from '@/components/EmptyState';
import { IconButton } from '@/components/IconButton';
import { Link } from '@/components/Link';
import { PageHeader } from '@/components/PageHeader';
import { toast } from '@/components/toast';
import { WarningNote } from '@/components/WarningNote';
import { clientsQuery, useSetDomains } from '@/features/clients/api';
import { allows } from '@/lib/allowedDomains';
import { useClient } from '@/lib/currentClient';
import { DomainForm } from './DomainForm';
import { meaningOf } from './entry';
import { Suggestions } from './Suggestions';

export function DomainsPage() {
  const { id, allowedDomains } = useClient();
  const queryClient = useQueryClient();
  const save = useSetDomains(id);
  const { data: sightings } = useQuery(installationQuery(id));
  const isOpen = allowedDomains.length === 0;
  const uncovered = (sightings?.seen ?? []).filter(
    ({ origin }) => !allowedDomains.some((entry) => allows(entry, origin)),
  );

  // An undo may come after other changes: it is done to the list as it is then.
  const listed = () =>
    queryClient.getQueryData(clientsQuery.queryKey)?.find((client) => client.id === id)?.allowedDomains ?? [];
  function change(domains: string[], done: string, undo?: () => void) {
    save.mutate(domains, {
      onError: (error) => toast.error('The list was not changed', error),
      onSuccess: () =>
        toast.success(done, {
          topic: 'domains',
          ...(domains.length === 0 && { text: 'Every page may use the key now.' }),
          ...(undo && { undo }),
        }),
    });
  }
  const add = (entry: string) =>
    change([...listed(), entry], `${entry} is allowed`, () =>
      change(
        listed().filter((other) => other !== entry),
        'Change undone',
      ),
    );
  const remove = (entry: string, index: number) =>
    change(
      listed().filter((_, at) => at !== index),
      `${entry} is no longer allowed`,
      () => change(listed().toSpliced(index, 0, entry), 'Change undone'),
    );

  return (
    <>
      <PageHeader
        title="Allowed domains"
        description="Which pages may show this client’s chat. On all others, visitors read that it is not available there."
      />
      <div className="grid gap-6">
        {isOpen && <OpenToAll clientId={id} />}
        <Card title="Add a domain" description="It counts as soon as it is added.">
          <DomainForm domains={allowedDomains} uncovered={isOpen ? uncovered : []} onAdd={add} />
        </Card>
        {uncovered.length > 0 && <Suggestions isOpen={isOpen} sightings={uncovered} onAdd={add} />}
        <Card title="Allowed now" flush>
          {isOpen ? (
            <EmptyState icon={Globe} title="Every page">
              The list is empty, so the chat works wherever somebody puts its key. With the first domain, all others are
              kept out.
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line border-t border-line" aria-label="Allowed domains">
              {allowedDomains.map((entry, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an old list may hold the same twice
                <li key={`${entry} ${index}`} className="flex items-center justify-between gap-4 px-5 py-3 sm:px-6">
                  <div className="min-w-0">
                    <p className="font-mono text-[0.8125rem] break-all">{entry || '(an empty text)'}</p>
                    <p className="text-[0.8125rem] text-soft">{meaningOf(entry)}</p>
                  </div>
                  <IconButton icon={Trash2} danger label={`Remove ${entry}`} onClick={() => remove(entry, index)} />
                </li>
              ))}
            </ul>
          )}
        </Card>
      </div>
    </>
  );
}

const OpenToAll = ({ clientId }: { clientId: string }) => (
  <WarningNote title="Every page can show your chat">
    Your <Link to={`/clients/${clientId}/settings/key`}>public key</Link> is readable for everybody. Whoever copies it
    can let their visitors use up your messages. Name your own pages before you go live.
  </WarningNote>
);
