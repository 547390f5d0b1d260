import { formatDateTime } from '@/lib/format';

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

/** The time of a message; its day stands above. */
export const Clock = ({ value }: { value: string }) => (
  <time dateTime={value} title={formatDateTime(value)} className="whitespace-nowrap tabular-nums">
    {clock.format(new Date(value))}
  </time>
);
