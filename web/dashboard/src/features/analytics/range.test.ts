import { expect, it } from 'vitest';
import { daysIn, rangeErrors, readRange } from './range';

it.each([
  ['', { range: '30d' }],
  ['range=7d', { range: '7d' }],
  ['range=9d', { range: '30d' }],
  ['from=2026-01-01&to=2026-01-31', { from: '2026-01-01', to: '2026-01-31' }],
  ['range=3m&from=2026-01-31&to=2026-01-01', { range: '3m' }],
  ['from=2026-01-01', { range: '30d' }],
])('reads %j', (query, range) => expect(readRange(new URLSearchParams(query))).toEqual(range));

it.each([
  ['', '2026-01-01', 'from'],
  ['2026-01-01', '', 'to'],
  ['2026-02-31', '2026-03-01', 'from'],
  ['2026-01-02', '2026-01-01', 'to'],
  ['2025-01-01', '2026-02-05', 'from'],
])('from %j to %j: says what is wrong at %s', (from, to, field) => {
  expect(Object.keys(rangeErrors(from, to) ?? {})).toEqual([field]);
});

it('takes one day, and 400', () => {
  expect(rangeErrors('2026-01-01', '2026-01-01')).toBeNull();
  expect(daysIn('2026-01-01', '2026-01-01')).toBe(1);
  expect(rangeErrors('2025-01-01', '2026-02-04')).toBeNull();
  expect(daysIn('2025-01-01', '2026-02-04')).toBe(400);
});
