import { expect, it } from 'vitest';
import { contrast } from './contrast';

it('counts from 1 to 21', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#777777')).toBe(1);
});
