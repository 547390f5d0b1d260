import { expect, it } from 'vitest';
import { answeredShare, satisfaction } from '@/lib/shares';
import type { Figures } from './api';
import { lastWeek } from './figures';

const day = (messages: number): Figures => ({
  day: '2026-01-01',
  conversations: 1,
  messages,
  answers: messages,
  unanswered: 1,
  failures: 0,
  promptTokens: 0,
  completionTokens: 0,
  estimatedCostUsd: null,
  latencyP50Ms: null,
  latencyP95Ms: null,
  ratingsUp: 3,
  ratingsDown: 1,
});

it('compares the last seven days with the seven before', () => {
  const days = Array.from({ length: 30 }, (_, index) => day(index));
  const { days: week, now, before } = lastWeek({ days });
  expect(week.map(({ messages }) => messages)).toEqual([23, 24, 25, 26, 27, 28, 29]);
  expect(now).toMatchObject({ messages: 182, conversations: 7 });
  expect(before).toMatchObject({ messages: 133, conversations: 7 });
});

it('shares answers and ratings', () => {
  const { now } = lastWeek({ days: [day(4)] });
  expect(answeredShare(now)).toBe(0.75);
  expect(satisfaction(now)).toBe(0.75);
  const nothing = lastWeek({ days: [] }).now;
  expect(answeredShare(nothing)).toBeNull();
  expect(satisfaction(nothing)).toBeNull();
});

it('counts failed answers as not answered', () => {
  expect(answeredShare({ ...lastWeek({ days: [] }).now, answers: 3, unanswered: 1, failures: 1 })).toBe(0.5);
});
