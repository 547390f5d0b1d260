import { useState } from 'react';
import { Button } from '@/components/Button';
import { type Column, Table } from '@/components/Table';
import { formatNumber } from '@/lib/format';
import { RowsSkeleton } from './RowsSkeleton';

interface FirstRowsProps<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  /** Undefined while they are loaded. */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** What it means that there are none. */
  none: string;
}

const AT_FIRST = 8;

/** A table that begins short, so that what comes below it is found. */
export function FirstRows<Row>({ caption, columns, rows, rowKey, none }: FirstRowsProps<Row>) {
  const [all, setAll] = useState(false);
  if (!rows) return <RowsSkeleton />;
  if (rows.length === 0) return <p className="px-5 pb-5 text-soft sm:px-6">{none}</p>;
  const label = all ? 'Show fewer' : `Show all ${formatNumber(rows.length)}`;
  return (
    <>
      <Table caption={caption} columns={columns} rows={all ? rows : rows.slice(0, AT_FIRST)} rowKey={rowKey} />
      {rows.length > AT_FIRST && (
        <div className="border-t border-line px-3 py-2">
          <Button size="small" variant="ghost" aria-label={`${label}: ${caption}`} onClick={() => setAll(!all)}>
            {label}
          </Button>
        </div>
      )}
    </>
  );
}
