import { expect, it } from 'vitest';
import { contrast, textOn } from './contrast';

it('counts from 1 to 21', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#777777')).toBe(1);
});

it.each([
  ['#0f172a', 'white'],
  ['#2563eb', 'white'],
  ['#3b82f6', 'black'],
  ['#facc15', 'black'],
  ['#767676', 'white'],
  ['#777777', 'black'],
])('puts on %s what can be read', (color, name) => {
  const text = textOn(color);
  expect(text.name).toBe(name);
  expect(text.ratio).toBeGreaterThanOrEqual(4.5);
});
