import { expect, it } from 'vitest';
import { palette } from '../../../../widget/src/contrast';
import { textOn } from './contrast';

it.each([
  ['#0f172a', 'white'],
  ['#2563eb', 'white'],
  ['#3b82f6', 'white'],
  ['#facc15', 'black'],
  ['#767676', 'white'],
  ['#777777', 'white'],
  ['#a3a3a3', 'black'],
])('puts on %s what can be read', (color, name) => {
  const text = textOn(color);
  expect(text.name).toBe(name);
  expect(text.ratio).toBeGreaterThanOrEqual(4.5);
});

it('says what the widget does', () => {
  for (let step = 0; step < 512; step++) {
    // Every eighth of red, green and blue.
    const color = `#${[step & 7, (step >> 3) & 7, step >> 6].map((part) => (part * 36).toString(16).padStart(2, '0')).join('')}`;
    const [said, done] = [textOn(color), palette(color, 'light')];
    expect([color, said.color, said.background === color]).toEqual([color, done.onBrand, done.brand === color]);
  }
});
