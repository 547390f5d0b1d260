import { describe, expect, it } from 'vitest';
import { answeredShare, satisfaction } from '@/lib/shares';
import type { Figures } from './api';
import { dayPoints, hourPoints, latencyInWords, peak, peakInWords, weekdayPoints, withoutMarks } from './figures';

const figures = (changes: Partial<Figures> = {}): Figures => ({
  conversations: 0,
  messages: 0,
  answers: 0,
  unanswered: 0,
  failures: 0,
  promptTokens: 0,
  completionTokens: 0,
  estimatedCostUsd: null,
  latencyP50Ms: null,
  latencyP95Ms: null,
  ratingsUp: 0,
  ratingsDown: 0,
  ...changes,
});

describe('shares', () => {
  it('count failures as not answered', () => {
    expect(answeredShare(figures({ answers: 8, unanswered: 2, failures: 2 }))).toBe(0.6);
    expect(satisfaction(figures({ ratingsUp: 3, ratingsDown: 1 }))).toBe(0.75);
  });

  it('are nothing where there is nothing, not 0 %', () => {
    expect(answeredShare(figures())).toBeNull();
    expect(satisfaction(figures())).toBeNull();
    expect(answeredShare(figures({ failures: 1 }))).toBe(0);
  });
});

it('keeps the days of the server, wherever the browser is', () => {
  const [point] = dayPoints([figures({ day: '2026-01-01', messages: 3 })], ({ messages }) => ({ questions: messages }));
  expect(point).toMatchObject({ key: '2026-01-01', values: { questions: 3 } });
  expect(point?.label).toContain('2026');
  expect(point?.tick).toMatch(/\b1\b/);
});

it('names hours from midnight and weekdays from Monday', () => {
  const hours = hourPoints(Array.from({ length: 24 }, (_, hour) => hour));
  expect(hours).toHaveLength(24);
  expect(hours[23]?.values).toEqual({ questions: 23 });
  const days = weekdayPoints([1, 0, 0, 0, 0, 0, 9]);
  expect(days.map(({ label }) => label)).toEqual([
    'Monday',
    'Tuesday',
    'Wednesday',
    'Thursday',
    'Friday',
    'Saturday',
    'Sunday',
  ]);
  expect(peak(days, 'questions')?.label).toBe('Sunday');
  expect(peakInWords(days, 'Most on')).toBe('Most on Sunday, with 9 questions.');
});

it('tells no peak where nothing was asked', () => {
  expect(peak(weekdayPoints([0, 0, 0, 0, 0, 0, 0]), 'questions')).toBeNull();
  expect(peak([], 'questions')).toBeNull();
  expect(latencyInWords(figures())).toBe('There were no answers.');
});

it('tells an answer in one line', () => {
  const answer = '# Here\n\n- **Garage P2**, see [the map](https://x.example/map)\n> Code `P24` at 2 * 3';
  expect(withoutMarks(answer)).toBe('Here Garage P2, see the map Code P24 at 2 * 3');
});
