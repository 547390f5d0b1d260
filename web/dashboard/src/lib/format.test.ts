import { expect, it } from 'vitest';
import { formatBytes, formatDuration, formatRelative, plural } from './format';

it('says sizes as people do', () => {
  expect([0, 999, 1000, 1_550_000, 10_000_000].map(formatBytes)).toEqual(['0 B', '999 B', '1 KB', '1.6 MB', '10 MB']);
});

it('says durations by their size', () => {
  expect([0, 999, 1500, 61_000].map(formatDuration)).toEqual(['0 ms', '999 ms', '1.5 s', '1 min 1 s']);
});

it('says how long ago, and after a week the date', () => {
  const now = new Date('2026-01-31T12:00:00Z');
  const ago = (seconds: number) => formatRelative(new Date(now.getTime() - seconds * 1000), now);
  expect([5, 60, 7200, 86_400].map(ago)).toEqual(['just now', '1 minute ago', '2 hours ago', 'yesterday']);
  expect(ago(30 * 86_400)).toContain('2026');
});

it('counts in words', () => {
  expect([plural(1, 'document'), plural(2, 'document'), plural(0, 'reply', 'replies')]).toEqual([
    '1 document',
    '2 documents',
    '0 replies',
  ]);
});
