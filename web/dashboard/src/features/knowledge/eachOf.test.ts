import { expect, it } from 'vitest';
import { eachOf } from './eachOf';

it('does all of them, and tells which failed', async () => {
  const done: number[] = [];
  const failed = await eachOf([1, 2, 3, 4, 5], async (item) => {
    if (item === 2) throw new Error('No');
    done.push(item);
  });
  expect(done.toSorted()).toEqual([1, 3, 4, 5]);
  expect(failed).toEqual([{ item: 2, error: new Error('No') }]);
});

it('does no more at once than it may', async () => {
  let now = 0;
  let most = 0;
  await eachOf(
    Array.from({ length: 10 }, (_, index) => index),
    async () => {
      now += 1;
      most = Math.max(most, now);
      await Promise.resolve();
      now -= 1;
    },
    2,
  );
  expect(most).toBe(2);
});
