import type { Client } from '@/api/types';
import { StatusBadge } from '@/components/Badge';

const STATUSES = {
  active: { tone: 'success', title: 'Active' },
  paused: { tone: 'warning', title: 'Paused' },
  disabled: { tone: 'neutral', title: 'Disabled' },
} as const;

/** Whether a client's visitors are answered. */
export function ClientStatusBadge({ status }: { status: Client['status'] }) {
  const { tone, title } = STATUSES[status];
  return <StatusBadge tone={tone}>{title}</StatusBadge>;
}
