import { formatDuration, formatNumber } from '@/lib/format';
import type { Analytics } from './api';
import { ChartCard } from './ChartCard';
import { ExportButton } from './ExportButton';
import {
  dayPoints,
  hourPoints,
  latencyInWords,
  messagesInWords,
  outcomesInWords,
  peakInWords,
  ratingsInWords,
  weekdayPoints,
} from './figures';
import type { Range } from './range';
import type { Series } from './Series';

const MESSAGES: Series[] = [
  { key: 'questions', label: 'Questions', color: 'var(--accent)', as: 'line' },
  { key: 'conversations', label: 'Conversations', color: 'var(--success)', as: 'line', dashed: true },
];
const OUTCOMES: Series[] = [
  { key: 'answered', label: 'Answered', color: 'var(--accent)', as: 'bar', stacked: true },
  { key: 'unanswered', label: 'Without an answer', color: 'var(--warning)', as: 'bar', stacked: true },
  { key: 'failed', label: 'Failed', color: 'var(--danger)', as: 'bar', stacked: true },
];
const RATINGS: Series[] = [
  { key: 'up', label: 'Helpful', color: 'var(--success)', as: 'bar', stacked: true },
  { key: 'down', label: 'Not helpful', color: 'var(--danger)', as: 'bar', stacked: true },
];
const LATENCY: Series[] = [
  { key: 'p50', label: 'Median', color: 'var(--accent)', as: 'line' },
  { key: 'p95', label: '95 of 100 within', color: 'var(--warning)', as: 'line', dashed: true },
];
const BY_CLOCK: Series[] = [{ key: 'questions', label: 'Questions', color: 'var(--accent)', as: 'bar' }];

export function Charts({ data, range }: { data: Analytics | undefined; range: Range }) {
  const messages =
    data && dayPoints(data.days, (day) => ({ questions: day.messages, conversations: day.conversations }));
  const outcomes =
    data &&
    dayPoints(data.days, ({ answers, unanswered, failures }) => ({
      answered: answers - unanswered,
      unanswered,
      failed: failures,
    }));
  const ratings = data && dayPoints(data.days, (day) => ({ up: day.ratingsUp, down: day.ratingsDown }));
  const latency = data && dayPoints(data.days, (day) => ({ p50: day.latencyP50Ms, p95: day.latencyP95Ms }));
  const hours = data && hourPoints(data.hours);
  const weekdays = data && weekdayPoints(data.weekdays);
  const total = data?.total;
  const counts = { unit: 'Day', format: formatNumber };
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <ChartCard
        {...counts}
        title="Questions and conversations"
        summary={total && messages && messagesInWords(total, messages)}
        points={messages}
        series={MESSAGES}
        actions={<ExportButton table="days" range={range} name="figures by day" />}
        className="lg:col-span-2"
      />
      <ChartCard
        {...counts}
        title="Peak hours"
        unit="Hour"
        summary={hours && peakInWords(hours, 'Most at')}
        points={hours}
        series={BY_CLOCK}
      />
      <ChartCard
        {...counts}
        title="Weekdays"
        unit="Weekday"
        summary={weekdays && peakInWords(weekdays, 'Most on')}
        points={weekdays}
        series={BY_CLOCK}
      />
      <ChartCard
        {...counts}
        title="Answers"
        summary={total && outcomesInWords(total)}
        points={outcomes}
        series={OUTCOMES}
      />
      <ChartCard
        {...counts}
        title="Ratings"
        summary={total && ratingsInWords(total)}
        points={ratings}
        series={RATINGS}
      />
      <ChartCard
        title="Response time"
        unit="Day"
        summary={total && latencyInWords(total)}
        points={latency}
        series={LATENCY}
        format={formatDuration}
        className="lg:col-span-2"
      />
    </div>
  );
}
