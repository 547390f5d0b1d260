import clsx from 'clsx';
import type { ReactNode } from 'react';

export type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger';

const TONES: Record<Tone, string> = {
  neutral: 'bg-muted text-soft',
  accent: 'bg-tint text-link',
  success: 'bg-success-tint text-success-fg',
  warning: 'bg-warning-tint text-warning-fg',
  danger: 'bg-danger-tint text-danger-fg',
};

const DOTS: Record<Tone, string> = {
  neutral: 'bg-faint',
  accent: 'bg-accent',
  success: 'bg-success',
  warning: 'bg-warning',
  danger: 'bg-danger',
};

/** A short word about something. */
export const Badge = ({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) => (
  <span
    className={clsx(
      'inline-flex items-center gap-1.5 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap',
      TONES[tone],
    )}
  >
    {children}
  </span>
);

/** A state: a word with a dot, which breathes while something goes on. */
export const StatusBadge = ({ tone, busy = false, children }: { tone: Tone; busy?: boolean; children: ReactNode }) => (
  <Badge tone={tone}>
    <span aria-hidden className={clsx('size-1.5 rounded-full', DOTS[tone], busy && 'animate-pulse')} />
    {children}
  </Badge>
);
