import type { operations } from '@/api/types';

type Query = NonNullable<operations['readAnalytics']['parameters']['query']>;
export type Preset = NonNullable<Query['range']>;
export type Range = { range: Preset } | { from: string; to: string };

export const PRESETS = ['7d', '30d', '3m'] as const satisfies readonly Preset[];
const MOST_DAYS = 400;
const DAY = 86_400_000;

/** The range that the address names; 30 days when it names none that makes sense. */
export function readRange(params: URLSearchParams): Range {
  const from = params.get('from') ?? '';
  const to = params.get('to') ?? '';
  if (rangeErrors(from, to) === null) return { from, to };
  const range = PRESETS.find((preset) => preset === params.get('range'));
  return { range: range ?? '30d' };
}

/** What is wrong with days of one's own choice; null when nothing is. */
export function rangeErrors(from: string, to: string): { from?: string; to?: string } | null {
  const first = timeOf(from);
  const last = timeOf(to);
  if (first === null) return { from: 'Choose the first day.' };
  if (last === null) return { to: 'Choose the last day.' };
  if (last < first) return { to: 'It is before the first day.' };
  if (last - first >= MOST_DAYS * DAY) return { from: `Choose at most ${MOST_DAYS} days.` };
  return null;
}

/** How many days a range has, both ends included. */
export const daysIn = (from: string, to: string) => Math.round(((timeOf(to) ?? 0) - (timeOf(from) ?? 0)) / DAY) + 1;

/** `2026-02-31` is no day. */
function timeOf(day: string) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? time : null;
}
