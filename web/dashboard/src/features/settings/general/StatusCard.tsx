import type { Client } from '@/api/types';
import { Card } from '@/components/Card';
import { RadioGroup } from '@/components/RadioGroup';
import { toast } from '@/components/toast';
import { useSetStatus } from '@/features/clients/api';

type Status = Client['status'];

const OPTIONS = [
  { value: 'active', label: 'Active', hint: 'Visitors are answered on the pages that you allow.' },
  {
    value: 'paused',
    label: 'Paused',
    hint: 'For a while: whoever opens the chat reads that it is not available. Nothing is asked, counted or lost.',
  },
  {
    value: 'disabled',
    label: 'Disabled',
    hint: 'The same for visitors, for a conference that is over. Take the code out of your pages, too: the button stays until then.',
  },
] as const;

const TOLD: Record<Status, string> = {
  active: 'Visitors are answered',
  paused: 'The chat is paused',
  disabled: 'The chat is disabled',
};

/** Saved as soon as it is chosen, with a way back. */
export function StatusCard({ client }: { client: Client }) {
  const setStatus = useSetStatus(client.id);
  function choose(status: Status, undoTo?: Status) {
    setStatus.mutate(status, {
      onError: (error) => toast.error('The status was not changed', error),
      onSuccess: () => toast.success(TOLD[status], { topic: 'status', ...(undoTo && { undo: () => choose(undoTo) }) }),
    });
  }
  return (
    <Card title="Status" description="Counts at once, for everybody who opens the chat from now on.">
      <RadioGroup
        label="Status"
        value={client.status}
        onChange={(status: Status) => choose(status, client.status)}
        options={OPTIONS}
      />
    </Card>
  );
}
