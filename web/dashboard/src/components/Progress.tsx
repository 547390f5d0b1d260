interface ProgressProps {
  /** What goes on, for screen readers. */
  label: string;
  /** 0 to 100; without it something goes on of which nobody knows how long it takes. */
  value?: number;
}

/** How far something is. */
export function Progress({ label, value }: ProgressProps) {
  const known = value === undefined ? undefined : Math.min(100, Math.max(0, Math.round(value)));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={known}
      className="h-1.5 w-full overflow-hidden rounded-full bg-muted"
    >
      <div
        className={
          known === undefined
            ? 'h-full w-full animate-pulse bg-accent'
            : 'h-full rounded-full bg-accent transition-[width] duration-300'
        }
        style={known === undefined ? undefined : { width: `${known}%` }}
      />
    </div>
  );
}
