import { Bar, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from 'recharts';
import type { Point } from './figures';
import { type Series, Swatch } from './Series';

interface PlotProps {
  /** Its name for screen readers; arrow keys move from point to point. */
  title: string;
  points: Point[];
  series: readonly Series[];
  format: (value: number) => string;
}

const TICK = { fill: 'var(--soft)', fontSize: 12 };
/** Beyond so many points dots would be one thick line. */
const DOTS_AT_MOST = 45;

/** Lines and bars over days, hours or weekdays. Nothing moves. */
export default function Plot({ title, points, series, format }: PlotProps) {
  const ticks = new Map(points.map(({ key, tick }) => [key, tick]));
  const dot = points.length <= DOTS_AT_MOST;
  return (
    <ComposedChart
      responsive
      data={points}
      title={title}
      margin={{ top: 8, right: 8, bottom: 0, left: 4 }}
      style={{ width: '100%', height: '100%' }}
      className="[&_.recharts-surface]:-outline-offset-2"
    >
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="key"
        tickFormatter={(key) => ticks.get(String(key)) ?? ''}
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: 'var(--edge)' }}
        interval="equidistantPreserveStart"
        // Lines begin at the axis: the names of their first and last points need room of their own.
        padding={series[0]?.as === 'line' ? { left: 20, right: 20 } : { left: 0, right: 0 }}
        minTickGap={16}
      />
      <YAxis tick={TICK} tickLine={false} axisLine={false} allowDecimals={false} width="auto" tickFormatter={format} />
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: 'var(--muted)', stroke: 'var(--edge)', fillOpacity: 0.6 }}
        content={({ active, payload }) => {
          const point = payload?.[0]?.payload as Point | undefined;
          return active && point ? <Told point={point} series={series} format={format} /> : null;
        }}
      />
      {series.map((one) => {
        const value = (point: Point) => point.values[one.key] ?? null;
        return one.as === 'bar' ? (
          <Bar
            key={one.key}
            dataKey={value}
            name={one.label}
            fill={one.color}
            {...(one.stacked && { stackId: 'all' })}
            maxBarSize={40}
            isAnimationActive={false}
          />
        ) : (
          <Line
            key={one.key}
            dataKey={value}
            name={one.label}
            stroke={one.color}
            strokeWidth={2}
            {...(one.dashed && { strokeDasharray: '5 4' })}
            dot={dot && { r: 2.5, fill: one.color, strokeWidth: 0 }}
            activeDot={{ r: 4, fill: one.color, stroke: 'var(--surface)' }}
            isAnimationActive={false}
          />
        );
      })}
    </ComposedChart>
  );
}

/** What stands at a point, read out as the keys move. */
const Told = ({ point, series, format }: Omit<PlotProps, 'title' | 'points'> & { point: Point }) => (
  <div role="status" className="rounded-lg border border-line bg-surface px-3 py-2 text-[0.8125rem] shadow-pop">
    <p className="mb-1 font-medium">{point.label}</p>
    {series.map((one) => (
      <p key={one.key} className="flex items-center gap-2 text-soft">
        <Swatch series={one} />
        {one.label}
        <span className="ml-auto pl-4 font-medium text-fg tabular-nums">
          {point.values[one.key] === null ? '–' : format(point.values[one.key] ?? 0)}
        </span>
      </p>
    ))}
  </div>
);
