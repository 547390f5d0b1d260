import { describe, expect, it } from 'vitest';
import { daysOf, isShorter, retentionOf } from './retention';

describe('how long conversations are kept', () => {
  it('is a preset, another number, or for ever', () => {
    expect(retentionOf(365)).toEqual({ preset: '365', days: '365' });
    expect(retentionOf(14)).toEqual({ preset: 'own', days: '14' });
    expect(retentionOf(null)).toEqual({ preset: 'ever', days: '' });
    for (const days of [1, 14, 30, 730, 3650, null]) expect(daysOf(retentionOf(days))).toBe(days);
  });

  it('takes whole days from 1 to 3650', () => {
    for (const days of ['', '0', '3651', '1.5', '-3', 'ten', '1e2', '99999']) {
      expect(daysOf({ preset: 'own', days }), days).toBeNaN();
    }
    expect(daysOf({ preset: 'own', days: ' 45 ' })).toBe(45);
    expect(daysOf({ preset: '90', days: 'nonsense' })).toBe(90);
  });

  it('is shorter when something is deleted that was kept', () => {
    expect(isShorter(30, 365)).toBe(true);
    expect(isShorter(30, null)).toBe(true);
    expect(isShorter(365, 30)).toBe(false);
    expect(isShorter(null, 30)).toBe(false);
    expect(isShorter(30, 30)).toBe(false);
  });
});
