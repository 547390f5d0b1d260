import { Download } from 'lucide-react';
import { Button } from '@/components/Button';
import { toast } from '@/components/toast';
import { useClient } from '@/lib/currentClient';
import { type TableName, useExportTable } from './api';
import type { Range } from './range';

interface ExportButtonProps {
  table: TableName;
  range: Range;
  /** What is saved, for screen readers. */
  name: string;
}

export function ExportButton({ table, range, name }: ExportButtonProps) {
  const client = useClient();
  const { mutate, isPending } = useExportTable(client, range, table);
  return (
    <Button
      size="small"
      variant="ghost"
      loading={isPending}
      aria-label={`CSV: save ${name}`}
      onClick={() => mutate(undefined, { onError: (error) => toast.error('The file could not be saved', error) })}
    >
      <Download aria-hidden />
      CSV
    </Button>
  );
}
