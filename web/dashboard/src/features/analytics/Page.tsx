import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Link } from '@/components/Link';
import { PageHeader } from '@/components/PageHeader';
import { clientLinks } from '@/lib/clientLinks';
import { useClient } from '@/lib/currentClient';
import { formatDay } from '@/lib/format';
import { type Analytics, analyticsQuery } from './api';
import { Charts } from './Charts';
import { NothingAsked } from './NothingAsked';
import { PopularQuestions, UnansweredQuestions } from './QuestionTables';
import { RangePicker } from './RangePicker';
import { RatingTable } from './RatingTable';
import { daysIn, readRange } from './range';
import { Stats } from './Stats';

export default function AnalyticsPage() {
  const client = useClient();
  const [params] = useSearchParams();
  const range = readRange(params);
  const { data, error, refetch, isPlaceholderData } = useQuery(analyticsQuery(client.id, range));
  const isEmpty = data && !isPlaceholderData && data.total.messages === 0 && data.total.conversations === 0;
  return (
    <>
      <PageHeader
        title="Analytics"
        // Its lines have their place from the beginning, so that nothing moves when they come.
        description={<span className="block min-h-[3lh] sm:min-h-[2lh]">{data && <Days data={data} />}</span>}
      />
      <RangePicker range={range} shown={data} />
      {error && (
        <div className="mb-6">
          <ErrorNotice title="The figures could not be loaded" error={error} onRetry={() => refetch()} />
        </div>
      )}
      {isEmpty ? (
        <NothingAsked hadMore={data.previous.total.messages > 0} />
      ) : (
        (data || !error) && (
          <div
            aria-busy={isPlaceholderData || !data}
            className={isPlaceholderData ? 'grid gap-6 opacity-60' : 'grid gap-6'}
          >
            <Stats data={data} />
            <Charts data={data} range={range} />
            <UnansweredQuestions data={data} range={range} />
            <PopularQuestions data={data} range={range} />
            <RatingTable data={data} range={range} />
          </div>
        )
      )}
    </>
  );
}

function Days({ data: { from, to, previous, timeZone } }: { data: Analytics }) {
  const { id } = useClient();
  const before = daysIn(previous.from, previous.to);
  return (
    <>
      {`${formatDay(from)} – ${formatDay(to)}, compared with ${before === 1 ? 'the day' : `the ${before} days`} before. `}
      {`Days are those of ${timeZone}. `}
      <Link to={clientLinks.settings(id)}>Change the time zone</Link>
    </>
  );
}
