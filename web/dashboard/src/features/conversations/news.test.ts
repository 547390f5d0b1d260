import { expect, it } from 'vitest';
import { newsIn } from './news';

const used = (id: string, minute: number) => ({
  id,
  lastMessageAt: `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`,
});

it('counts what came and what went on', () => {
  const shown = [used('c', 3), used('b', 2), used('a', 1)];
  expect(newsIn(shown, [used('d', 9), used('a', 8), used('c', 3), used('b', 2)])).toBe(2);
  expect(newsIn([], [used('a', 1)])).toBe(1);
});

it('counts nothing that is only further back', () => {
  const shown = [used('c', 3), used('b', 2)];
  expect(newsIn(shown, shown)).toBe(0);
  expect(newsIn(shown, [used('c', 3), used('a', 1)])).toBe(0);
  expect(newsIn(shown, [])).toBe(0);
});
