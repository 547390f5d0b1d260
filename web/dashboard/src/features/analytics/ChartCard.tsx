import { ChartColumn, Table2 } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { Skeleton } from '@/components/Skeleton';
import type { Point } from './figures';
import { PointTable } from './PointTable';
import { type Series, Swatch } from './Series';

/** Charts and what draws them come in a file of their own. */
const Plot = lazy(() => import('./Plot'));

interface ChartCardProps {
  title: string;
  /** The chart in words. */
  summary: string | undefined;
  /** What a point is: `Day`. */
  unit: string;
  points: Point[] | undefined;
  series: readonly Series[];
  format: (value: number) => string;
  actions?: ReactNode;
  className?: string;
}

/** A chart, or the same as a table; both of one height. */
export function ChartCard({ title, summary, unit, points, series, format, actions, className }: ChartCardProps) {
  const [asTable, setAsTable] = useState(false);
  const Icon = asTable ? ChartColumn : Table2;
  return (
    <Card
      title={title}
      {...(className && { className })}
      actions={
        <>
          {actions}
          <Button
            size="small"
            variant="ghost"
            aria-label={asTable ? `${title}: show as chart` : `${title}: show as table`}
            onClick={() => setAsTable(!asTable)}
          >
            <Icon aria-hidden />
            {asTable ? 'Chart' : 'Table'}
          </Button>
        </>
      }
    >
      <p className="-mt-3 mb-4 min-h-[2lh] text-soft sm:min-h-[1lh]">{summary}</p>
      {series.length > 1 && <Legend series={series} />}
      <div className="h-64">
        {!points ? (
          <Skeleton className="h-full" />
        ) : asTable ? (
          <PointTable caption={title} unit={unit} points={points} series={series} format={format} />
        ) : (
          <Suspense fallback={<Skeleton className="h-full" />}>
            <Plot title={`${title}. ${summary ?? ''}`} points={points} series={series} format={format} />
          </Suspense>
        )}
      </div>
    </Card>
  );
}

const Legend = ({ series }: { series: readonly Series[] }) => (
  <ul aria-hidden className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-[0.8125rem] text-soft">
    {series.map((one) => (
      <li key={one.key} className="flex items-center gap-1.5">
        <Swatch series={one} />
        {one.label}
      </li>
    ))}
  </ul>
);
