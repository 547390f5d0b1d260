interface SparklineProps {
  /** What it shows, with its values, for screen readers. */
  label: string;
  values: readonly number[];
}

const WIDTH = 120;
const HEIGHT = 28;
const GAP = 3;

/** A bar a day. A day without anything keeps a line, so that it is seen to be there. */
export function Sparkline({ label, values }: SparklineProps) {
  const most = Math.max(1, ...values);
  const width = (WIDTH + GAP) / Math.max(1, values.length) - GAP;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="mt-2 block h-7 w-full max-w-48"
    >
      {values.map((value, index) => {
        const height = value === 0 ? 1.5 : Math.max(3, (value / most) * HEIGHT);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            key={index}
            x={index * (width + GAP)}
            y={HEIGHT - height}
            width={width}
            height={height}
            className={value === 0 ? 'fill-edge' : 'fill-accent'}
          />
        );
      })}
    </svg>
  );
}
