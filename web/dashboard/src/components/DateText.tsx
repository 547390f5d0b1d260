import { useEffect, useState } from 'react';
import { formatDate, formatDateTime, formatRelative } from '@/lib/format';

/** A date, or with `time` a date and time. */
export const DateText = ({ value, time = false }: { value: string; time?: boolean }) => (
  <time dateTime={value} title={formatDateTime(value)} className="whitespace-nowrap">
    {time ? formatDateTime(value) : formatDate(value)}
  </time>
);

/** `3 minutes ago`, which goes on counting. */
export function RelativeTime({ value }: { value: string }) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={value} title={formatDateTime(value)} className="whitespace-nowrap">
      {formatRelative(value, now)}
    </time>
  );
}
