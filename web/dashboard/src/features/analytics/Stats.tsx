import { Stat } from '@/components/Stat';
import { formatDollars, formatDuration, formatNumber, formatPercent } from '@/lib/format';
import { answeredShare, satisfaction } from '@/lib/shares';
import type { Analytics, Figures } from './api';

interface Kind {
  label: string;
  of: (figures: Figures) => number | null;
  format: (value: number) => string;
  better?: 'more' | 'less';
  isShare?: boolean;
}

const KINDS: Kind[] = [
  { label: 'Conversations', of: (figures) => figures.conversations, format: formatNumber },
  { label: 'Questions', of: (figures) => figures.messages, format: formatNumber },
  { label: 'Answered', of: answeredShare, format: formatPercent, better: 'more', isShare: true },
  { label: 'Rated helpful', of: satisfaction, format: formatPercent, better: 'more', isShare: true },
  {
    label: 'Median response',
    of: (figures) => figures.latencyP50Ms,
    format: formatDuration,
    better: 'less',
  },
];

const COST: Kind = {
  label: 'Estimated cost',
  of: (figures) => figures.estimatedCostUsd,
  format: formatDollars,
  better: 'less',
};

/** The figures of the range, with those of as many days before. */
export function Stats({ data }: { data: Analytics | undefined }) {
  // What tokens cost, not every deployment says.
  const kinds = data && data.total.estimatedCostUsd !== null ? [...KINDS, COST] : KINDS;
  return (
    <section
      aria-label="Figures"
      className="grid grid-cols-2 gap-3 sm:grid-cols-3 sm:gap-4 xl:grid-cols-[repeat(auto-fit,minmax(10rem,1fr))]"
    >
      {kinds.map((kind) => (
        <Figure key={kind.label} kind={kind} data={data} />
      ))}
    </section>
  );
}

function Figure({ kind: { label, of, format, better, isShare }, data }: { kind: Kind; data: Analytics | undefined }) {
  if (!data) return <Stat label={label} value={undefined} hint={'\u00a0'} />;
  const now = of(data.total);
  const before = of(data.previous.total);
  const hint = `Before: ${before === null ? '–' : format(before)}`;
  return (
    <Stat
      label={label}
      value={now === null ? '–' : format(now)}
      hint={hint}
      {...(now !== null &&
        before !== null && { change: { now, before, ...(better && { better }), ...(isShare && { inPoints: true }) } })}
    />
  );
}
