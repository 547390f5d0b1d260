const ALL = Intl.supportedValuesOf('timeZone');

/** Every time zone that the browser knows, and the chosen one, which may be one that it does not. */
export function timeZones(chosen: string): string[] {
  const names = ['UTC', ...ALL.filter((name) => name !== 'UTC')];
  return names.includes(chosen) ? names : [chosen, ...names];
}

export const ownTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `UTC+01:00` as it is now; empty for one that the browser does not know. */
export function offsetOf(timeZone: string, now = new Date()): string {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now);
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    return name.replace('GMT', 'UTC').replace(/[+-]00:00$/, '');
  } catch {
    return '';
  }
}

/** Those whose name has all words that were typed, in any order: `berlin`, `new york`, `america ind`. */
export function matching(names: readonly string[], typed: string): string[] {
  const words = plain(typed).split(' ').filter(Boolean);
  return names.filter((name) => {
    const text = plain(name);
    return words.every((word) => text.includes(word));
  });
}

const plain = (text: string) => text.toLowerCase().replace(/[/_\s]+/g, ' ');

export const shownName = (timeZone: string) => timeZone.replaceAll('_', ' ');
