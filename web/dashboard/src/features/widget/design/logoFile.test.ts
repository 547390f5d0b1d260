import { expect, it } from 'vitest';
import { fit, LogoError, logoOf } from './logoFile';

it.each([
  [1000, 500, { width: 256, height: 128 }],
  [100, 80, { width: 100, height: 80 }],
  [4000, 2, { width: 256, height: 1 }],
  [0, 0, { width: 256, height: 256 }],
])('fits %i × %i into the square', (width, height, expected) => {
  expect(fit(width, height, 256)).toEqual(expected);
});

it('says what is wrong with a file that is no picture', async () => {
  await expect(logoOf(new File(['a'], 'a.pdf', { type: 'application/pdf' }))).rejects.toThrow(LogoError);
});
