import { useQuery } from '@tanstack/react-query';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Skeleton } from '@/components/Skeleton';
import { Stat } from '@/components/Stat';
import { useClient } from '@/lib/currentClient';
import { formatDay, formatNumber, formatPercent } from '@/lib/format';
import { answeredShare, satisfaction } from '@/lib/shares';
import { type Figures, usageQuery } from './api';
import { DAYS, lastWeek, ratingsInWords, unansweredInWords } from './figures';
import { Sparkline } from './Sparkline';

/** The last seven days in four figures. */
export function Week() {
  const client = useClient();
  const { data, error, refetch } = useQuery(usageQuery(client.id));
  if (error && !data) {
    return <ErrorNotice title="The figures could not be loaded" error={error} onRetry={() => refetch()} />;
  }
  const week = data && lastWeek(data);
  const [now, before] = [week?.now, week?.before];
  return (
    <section aria-labelledby="week">
      <h2 id="week" className="mb-3 text-[0.9375rem] font-semibold">
        Last {DAYS} days
      </h2>
      <div className="grid grid-cols-2 gap-3 sm:gap-4 xl:grid-cols-4">
        <Count label="Questions" name="messages" days={week?.days} now={now?.messages} before={before?.messages} />
        <Count
          label="Conversations"
          name="conversations"
          days={week?.days}
          now={now?.conversations}
          before={before?.conversations}
        />
        <Share
          label="Answered"
          now={now && answeredShare(now)}
          before={before && answeredShare(before)}
          hint={now && unansweredInWords(now)}
        />
        <Share
          label="Rated helpful"
          now={now && satisfaction(now)}
          before={before && satisfaction(before)}
          hint={now && ratingsInWords(now)}
        />
      </div>
    </section>
  );
}

interface CountProps {
  label: string;
  name: 'messages' | 'conversations';
  days: readonly Figures[] | undefined;
  now: number | undefined;
  before: number | undefined;
}

function Count({ label, name, days, now, before }: CountProps) {
  const byDay = days?.map((figures) => `${formatDay(figures.day ?? '')}: ${formatNumber(figures[name])}`).join(', ');
  return (
    <Stat
      label={label}
      value={now === undefined ? undefined : formatNumber(now)}
      hint={
        days ? (
          <Sparkline label={`${label} by day. ${byDay}`} values={days.map((figures) => figures[name])} />
        ) : (
          <Skeleton className="mt-2 h-7 max-w-48" />
        )
      }
      {...(now !== undefined && before !== undefined && { change: { now, before } })}
    />
  );
}

interface ShareProps {
  label: string;
  /** Null where there is nothing to share; undefined while it is loaded. */
  now: number | null | undefined;
  before: number | null | undefined;
  hint: string | undefined;
}

function Share({ label, now, before, hint = '\u00a0' }: ShareProps) {
  const isKnown = typeof now === 'number' && typeof before === 'number';
  return (
    <Stat
      label={label}
      value={now === undefined ? undefined : now === null ? '–' : formatPercent(now)}
      hint={hint}
      {...(isKnown && { change: { now, before, better: 'more' as const, inPoints: true } })}
    />
  );
}
