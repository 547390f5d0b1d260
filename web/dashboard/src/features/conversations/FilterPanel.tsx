import { useQuery } from '@tanstack/react-query';
import { settingsQuery } from '@/api/clientQueries';
import { Button } from '@/components/Button';
import { Field } from '@/components/Field';
import { Select } from '@/components/Select';
import { TextInput } from '@/components/TextInput';
import { useClient } from '@/lib/currentClient';
import { countFilters, type Filters } from './filters';
import { useTyped } from './useTyped';

interface FilterPanelProps {
  filters: Filters;
  onChange: (changes: { [Name in keyof Filters]?: Filters[Name] | undefined }) => void;
}

const RATINGS = [
  { value: 'any', label: 'Any' },
  { value: 'up', label: 'Rated helpful' },
  { value: 'down', label: 'Rated not helpful' },
] as const;

export function FilterPanel({ filters, onChange }: FilterPanelProps) {
  const { id } = useClient();
  const { data: settings } = useQuery(settingsQuery(id));
  const [page, setPage] = useTyped(filters.page ?? '', (text) => onChange({ page: text }));
  return (
    <div className="mt-3 rounded-xl border border-line bg-surface p-4 shadow-card">
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <Field label="Last used from">
          <TextInput type="date" value={filters.from ?? ''} max={filters.to} onChange={(from) => onChange({ from })} />
        </Field>
        <Field label="Last used to">
          <TextInput type="date" value={filters.to ?? ''} min={filters.from} onChange={(to) => onChange({ to })} />
        </Field>
        <Field label="Rating">
          <Select
            value={filters.rating ?? 'any'}
            onChange={(rating) => onChange({ rating: rating === 'any' ? undefined : rating })}
            options={RATINGS}
          />
        </Field>
        <Field label="Page address contains">
          <TextInput value={page} onChange={setPage} placeholder="/tickets" maxLength={2000} spellCheck={false} />
        </Field>
      </div>
      <div className="mt-3 flex min-h-8 flex-wrap items-center justify-between gap-3 text-[0.8125rem] text-soft">
        <p>{settings ? `Days are those of ${settings.timeZone}.` : ''}</p>
        {countFilters(filters) > 0 && (
          <Button
            size="small"
            variant="ghost"
            onClick={() => onChange({ from: undefined, to: undefined, rating: undefined, page: undefined })}
          >
            Clear these filters
          </Button>
        )}
      </div>
    </div>
  );
}
