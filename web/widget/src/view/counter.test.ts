import { expect, test } from 'vitest';
import { count, MOST } from './counter';

test('the counter comes near the limit', () => {
  expect(count('').isShown).toBe(false);
  expect(count('a'.repeat(MOST - 201)).isShown).toBe(false);
  expect(count('a'.repeat(MOST - 200))).toEqual({ isShown: true, isOver: false, number: 200 });
});

test('the last letter fits, one more does not', () => {
  expect(count('a'.repeat(MOST))).toEqual({ isShown: true, isOver: false, number: 0 });
  expect(count('a'.repeat(MOST + 1))).toEqual({ isShown: true, isOver: true, number: 1 });
});

test('an emoji counts as the server counts it, spaces around a question do not count', () => {
  expect(count('😀'.repeat(MOST / 2)).number).toBe(0);
  expect(count('😀'.repeat(MOST / 2 + 1)).isOver).toBe(true);
  expect(count(`  ${'a'.repeat(MOST)}\n`).isOver).toBe(false);
});
