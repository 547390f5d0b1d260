/** One of a chart's lines or rows of bars. */
export interface Series {
  key: string;
  label: string;
  /** A colour that keeps 3:1 on cards in both themes. */
  color: string;
  as: 'bar' | 'line';
  /** Series of bars that stand on each other. */
  stacked?: boolean;
  dashed?: boolean;
}

/** How a series is drawn: a square, a line or a dashed line. */
export const Swatch = ({ series: { as, color, dashed } }: { series: Series }) => (
  <svg aria-hidden width="14" height="10" className="shrink-0">
    {as === 'bar' ? (
      <rect x="2" width="10" height="10" rx="2" fill={color} />
    ) : (
      <path d="M0 5H14" stroke={color} strokeWidth="2" strokeDasharray={dashed ? '4 3' : undefined} />
    )}
  </svg>
);
