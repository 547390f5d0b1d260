import { expect, it } from 'vitest';
import { moved } from './move';

it.each([
  [0, 1, 'bac'],
  [2, -1, 'acb'],
  [1, 1, 'acb'],
  [0, -1, 'abc'],
  [2, 1, 'abc'],
] as const)('moves the element %i by %i', (from, by, expected) => {
  expect(moved(['a', 'b', 'c'], from, by).join('')).toBe(expected);
});
