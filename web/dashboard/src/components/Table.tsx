import clsx from 'clsx';
import type { ReactNode } from 'react';

export interface Column<Row> {
  /** Its heading, and on phones the name before the value. */
  title: string;
  cell: (row: Row) => ReactNode;
  align?: 'start' | 'end';
  /** Classes of its cells: widths, `max-sm:hidden`. */
  className?: string;
  /** On phones without its name, in full width: for the title of a row. */
  main?: boolean;
  hideTitle?: boolean;
}

interface TableProps<Row> {
  /** What it lists, for screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}

/** A table; on phones each row is a card. Roles are said, because `display` other than a table's takes them away. */
export function Table<Row>({ caption, columns, rows, rowKey }: TableProps<Row>) {
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: see above
    <table role="table" className="w-full text-left max-sm:block">
      <caption className="sr-only">{caption}</caption>
      <thead role="rowgroup" className="max-sm:sr-only">
        <tr role="row" className="border-b border-line text-xs text-soft">
          {columns.map((column) => (
            <th
              key={column.title}
              role="columnheader"
              scope="col"
              className={clsx(
                'px-4 py-2.5 font-medium whitespace-nowrap first:pl-5 last:pr-5 sm:first:pl-6 sm:last:pr-6',
                column.align === 'end' && 'text-right',
                column.className,
              )}
            >
              {column.hideTitle ? <span className="sr-only">{column.title}</span> : column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className="divide-y divide-line max-sm:block">
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            role="row"
            className="max-sm:grid max-sm:grid-cols-1 max-sm:gap-1.5 max-sm:px-5 max-sm:py-4 sm:hover:bg-canvas"
          >
            {columns.map((column) => (
              <td
                key={column.title}
                role="cell"
                className={clsx(
                  'align-middle max-sm:flex max-sm:items-center max-sm:justify-between max-sm:gap-4 sm:px-4 sm:py-3 sm:first:pl-6 sm:last:pr-6',
                  column.align === 'end' && 'sm:text-right',
                  column.className,
                )}
              >
                {!column.main && !column.hideTitle && (
                  <span aria-hidden className="text-[0.8125rem] text-soft sm:hidden">
                    {column.title}
                  </span>
                )}
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above
  );
}
