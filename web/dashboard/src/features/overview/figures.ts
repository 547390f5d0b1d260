import { formatNumber, plural } from '@/lib/format';
import type { Figures, Usage } from './api';

export const DAYS = 7;

type Sum = Pick<
  Figures,
  'conversations' | 'messages' | 'answers' | 'unanswered' | 'failures' | 'ratingsUp' | 'ratingsDown'
>;

const NOTHING: Sum = {
  conversations: 0,
  messages: 0,
  answers: 0,
  unanswered: 0,
  failures: 0,
  ratingsUp: 0,
  ratingsDown: 0,
};
const NAMES = Object.keys(NOTHING) as (keyof Sum)[];

function sum(days: readonly Figures[]): Sum {
  const total = { ...NOTHING };
  for (const day of days) for (const name of NAMES) total[name] += day[name];
  return total;
}

/** The last seven days, today included, and the seven before. */
export function lastWeek({ days }: Pick<Usage, 'days'>) {
  const week = days.slice(-DAYS);
  return { days: week, now: sum(week), before: sum(days.slice(-2 * DAYS, -DAYS)) };
}

export function unansweredInWords({ answers, unanswered, failures }: Sum) {
  if (answers + failures === 0) return 'No questions yet';
  return `${formatNumber(unanswered + failures)} without an answer`;
}

export function ratingsInWords({ ratingsUp, ratingsDown }: Sum) {
  const all = ratingsUp + ratingsDown;
  return all === 0 ? 'No ratings yet' : `of ${plural(all, 'rating')}`;
}
