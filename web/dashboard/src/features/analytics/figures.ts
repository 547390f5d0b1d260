import { formatDay, formatDuration, formatNumber, formatPercent, plural } from '@/lib/format';
import { satisfaction } from '@/lib/shares';
import type { Analytics, Figures } from './api';

export interface Point {
  key: string;
  /** In full, for tables and tooltips. */
  label: string;
  /** Short, for the axis. */
  tick: string;
  values: Record<string, number | null>;
}

const tickOfDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const hourOfDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long', timeZone: 'UTC' });
const shortWeekday = new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' });

/** A point a day. */
export const dayPoints = (days: Analytics['days'], values: (figures: Figures) => Point['values']): Point[] =>
  days.map((figures) => {
    const day = figures.day ?? '';
    return { key: day, label: formatDay(day), tick: tickOfDay.format(new Date(day)), values: values(figures) };
  });

export const hourPoints = (hours: Analytics['hours']): Point[] =>
  hours.map((questions, hour) => {
    const [begins, ends] = [hour, hour + 1].map((at) => hourOfDay.format(new Date(Date.UTC(2024, 0, 1, at))));
    return { key: String(hour), label: `${begins} – ${ends}`, tick: begins ?? '', values: { questions } };
  });

/** 1 January 2024 was a Monday. */
export const weekdayPoints = (weekdays: Analytics['weekdays']): Point[] =>
  weekdays.map((questions, day) => {
    const date = new Date(Date.UTC(2024, 0, 1 + day));
    return { key: String(day), label: weekday.format(date), tick: shortWeekday.format(date), values: { questions } };
  });

/** The point with most of something; null where there is nothing of it. */
export function peak(points: readonly Point[], key: string): Point | null {
  const value = (point: Point) => point.values[key] ?? 0;
  const most = points.reduce<Point | null>((best, point) => (best && value(best) >= value(point) ? best : point), null);
  return most && value(most) > 0 ? most : null;
}

export const peakInWords = (points: readonly Point[], before: string) => {
  const most = peak(points, 'questions');
  return most
    ? `${before} ${most.label}, with ${plural(most.values.questions ?? 0, 'question')}.`
    : 'Nothing was asked.';
};

export const messagesInWords = (total: Figures, points: readonly Point[]) =>
  `${plural(total.messages, 'question')} in ${plural(total.conversations, 'conversation')}. ${peakInWords(points, 'Most on')}`;

export function outcomesInWords(total: Figures) {
  const { answers, unanswered, failures } = total;
  return `${formatNumber(answers - unanswered)} answered, ${formatNumber(unanswered)} without an answer, ${formatNumber(failures)} failed.`;
}

export function ratingsInWords(total: Figures) {
  const share = satisfaction(total);
  if (share === null) return 'Nobody rated an answer.';
  return `${formatNumber(total.ratingsUp)} helpful, ${formatNumber(total.ratingsDown)} not helpful: ${formatPercent(share)} are content.`;
}

export function latencyInWords({ latencyP50Ms, latencyP95Ms }: Figures) {
  if (latencyP50Ms === null || latencyP95Ms === null) return 'There were no answers.';
  return `Half of the answers were complete within ${formatDuration(latencyP50Ms)}, 95 of 100 within ${formatDuration(latencyP95Ms)}.`;
}

/** The beginning of an answer without the marks of Markdown, for two lines of a table. */
export const withoutMarks = (answer: string) =>
  answer
    .slice(0, 1000)
    .replace(/\[([^\]\n]+)\]\([^\s()]*\)/g, '$1')
    .replace(/\*\*|__|`+|^ {0,3}(?:#{1,6}|>|[-*+]) +/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
