/** `own` is a number of days that is none of the others; `ever` has none. */
export const PRESETS = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '180', label: '6 months (180 days)' },
  { value: '365', label: '1 year (365 days)' },
  { value: '730', label: '2 years (730 days)' },
  { value: 'ever', label: 'For ever' },
  { value: 'own', label: 'Another number of days' },
] as const;

export type Preset = (typeof PRESETS)[number]['value'];

export const AT_MOST = 3650;

export interface Retention {
  preset: Preset;
  /** Typed; counts when the preset is `own`. */
  days: string;
}

export function retentionOf(days: number | null): Retention {
  if (days === null) return { preset: 'ever', days: '' };
  const preset = PRESETS.find(({ value }) => value === String(days))?.value;
  return { preset: preset ?? 'own', days: String(days) };
}

/** Null for ever, NaN for what is no number of days. */
export function daysOf({ preset, days }: Retention): number | null {
  if (preset === 'ever') return null;
  if (preset !== 'own') return Number(preset);
  const typed = days.trim();
  const number = /^\d{1,4}$/.test(typed) ? Number(typed) : Number.NaN;
  return number >= 1 && number <= AT_MOST ? number : Number.NaN;
}

/** Whether conversations end sooner than before. */
export const isShorter = (now: number | null, before: number | null) =>
  now !== null && (before === null || now < before);
