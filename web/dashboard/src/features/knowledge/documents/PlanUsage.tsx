import { Progress } from '@/components/Progress';
import { formatNumber } from '@/lib/format';

/** How much of the plan's documents is used. Keeps its room while it is loaded. */
export function PlanUsage({ count, atMost }: { count: number | undefined; atMost: number | undefined }) {
  const known = count !== undefined && atMost !== undefined;
  const full = known && count >= atMost;
  return (
    <div className="w-full sm:w-52">
      <p className={full ? 'text-[0.8125rem] font-medium text-warning-fg' : 'text-[0.8125rem] text-soft'}>
        {known ? `${formatNumber(count)} of ${formatNumber(atMost)} documents` : ' '}
      </p>
      <div className="mt-1">
        <Progress
          label="Documents of the plan"
          value={known && atMost > 0 ? Math.min(100, (count / atMost) * 100) : 0}
        />
      </div>
    </div>
  );
}
