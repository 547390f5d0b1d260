import { formatPercent } from '@/lib/format';

/** How well a passage fits, beside the mark from which on it answers. */
export function ScoreBar({ score, answersFrom }: { score: number; answersFrom: number }) {
  const fits = score >= answersFrom;
  return (
    <div className="flex items-center gap-2">
      <div
        role="img"
        aria-label={`Fits by ${formatPercent(score)}; answers from ${formatPercent(answersFrom)} on`}
        className="relative h-2 w-28 rounded-full bg-muted"
      >
        <div
          className={`h-full rounded-full ${fits ? 'bg-success' : 'bg-edge'}`}
          style={{ width: formatShare(score) }}
        />
        <div className="absolute -inset-y-1 w-0.5 bg-fg" style={{ left: formatShare(answersFrom) }} />
      </div>
      <span className="w-10 text-[0.8125rem] font-medium tabular-nums">{formatPercent(score)}</span>
    </div>
  );
}

const formatShare = (share: number) => `${Math.min(100, Math.max(0, share * 100))}%`;
