import { describe, expect, it } from 'vitest';
import { matching, offsetOf, timeZones } from './timeZones';

describe('time zones', () => {
  const names = ['UTC', 'America/New_York', 'America/Indiana/Knox', 'Europe/Berlin'];

  it('are found by words in any order, however they are written', () => {
    expect(matching(names, 'new york')).toEqual(['America/New_York']);
    expect(matching(names, 'York NEW_')).toEqual(['America/New_York']);
    expect(matching(names, 'america')).toEqual(['America/New_York', 'America/Indiana/Knox']);
    expect(matching(names, 'america/ind')).toEqual(['America/Indiana/Knox']);
    expect(matching(names, ' ')).toEqual(names);
    expect(matching(names, 'atlantis')).toEqual([]);
  });

  it('have UTC, and the one that is chosen though the browser does not know it', () => {
    expect(timeZones('UTC')[0]).toBe('UTC');
    expect(timeZones('UTC').filter((name) => name === 'UTC')).toHaveLength(1);
    expect(timeZones('Etc/Older')).toContain('Etc/Older');
  });

  it('say how far they are from UTC, summer time included', () => {
    expect(offsetOf('Europe/Berlin', new Date('2026-01-15T12:00:00Z'))).toBe('UTC+01:00');
    expect(offsetOf('Europe/Berlin', new Date('2026-07-15T12:00:00Z'))).toBe('UTC+02:00');
    expect(offsetOf('Asia/Kolkata', new Date('2026-07-15T12:00:00Z'))).toBe('UTC+05:30');
    expect(offsetOf('UTC')).toBe('UTC');
    expect(offsetOf('Etc/Nowhere')).toBe('');
  });
});
