import clsx from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatPercent } from '@/lib/format';
import { Skeleton } from './Skeleton';

interface Changed {
  now: number;
  before: number;
  better?: 'more' | 'less';
  inPoints?: boolean;
}

interface StatProps {
  label: string;
  /** Ready to be read; undefined while it is loaded. */
  value: ReactNode;
  hint?: ReactNode;
  /** Now and before, for the change; `better` says which way is good. Shares (0 to 1) change `inPoints` of 100. */
  change?: Changed;
}

/** One figure, with its change since the time before: on phones below it, where its place is kept free. */
export function Stat({ label, value, hint, change }: StatProps) {
  return (
    <div className="rounded-xl border border-line bg-surface p-5 shadow-card">
      <dl>
        <dt className="text-[0.8125rem] text-soft">{label}</dt>
        <dd className="mt-1.5 flex min-h-8 flex-wrap content-start items-baseline gap-x-2.5 max-sm:min-h-13">
          {value === undefined ? (
            <Skeleton className="my-1 h-6 w-16" />
          ) : (
            <span className="text-2xl font-semibold tracking-tight tabular-nums">{value}</span>
          )}
          {value !== undefined && change && <Change {...change} />}
        </dd>
      </dl>
      {hint && <div className="mt-1 text-[0.8125rem] text-soft">{hint}</div>}
    </div>
  );
}

function Change({ now, before, better, inPoints = false }: Changed) {
  const by = inPoints ? Math.round(Math.abs(now - before) * 100) : Math.abs(now - before) / before;
  if (by === 0 || !Number.isFinite(by)) return null;
  const more = now > before;
  const good = better && (better === 'more') === more;
  const Icon = more ? ArrowUp : ArrowDown;
  return (
    <span
      className={clsx(
        'inline-flex items-center gap-0.5 text-[0.8125rem] font-medium tabular-nums',
        better === undefined ? 'text-soft' : good ? 'text-success-fg' : 'text-danger-fg',
      )}
    >
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only">{more ? 'up' : 'down'} </span>
      {inPoints ? `${by} ${by === 1 ? 'point' : 'points'}` : formatPercent(by)}
      <span className="sr-only"> since the time before</span>
    </span>
  );
}
