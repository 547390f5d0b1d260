import type { Point } from './figures';
import type { Series } from './Series';

interface PointTableProps {
  caption: string;
  unit: string;
  points: Point[];
  series: readonly Series[];
  format: (value: number) => string;
}

/** What a chart shows, in numbers. */
export const PointTable = ({ caption, unit, points, series, format }: PointTableProps) => (
  <section
    aria-label={`${caption} as table`}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by the keyboard too
    tabIndex={0}
    className="h-full overflow-auto rounded-lg border border-line"
  >
    <table className="w-full text-left tabular-nums">
      <caption className="sr-only">{caption}</caption>
      <thead className="sticky top-0 bg-canvas text-xs text-soft">
        <tr>
          <th scope="col" className="px-3 py-2 font-medium">
            {unit}
          </th>
          {series.map(({ key, label }) => (
            <th key={key} scope="col" className="px-3 py-2 text-right font-medium">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {points.map((point) => (
          <tr key={point.key}>
            <th scope="row" className="px-3 py-1.5 font-normal whitespace-nowrap">
              {point.label}
            </th>
            {series.map(({ key }) => (
              <td key={key} className="px-3 py-1.5 text-right">
                {shown(point.values[key], format)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const shown = (value: number | null | undefined, format: (value: number) => string) =>
  value === null || value === undefined ? '–' : format(value);
