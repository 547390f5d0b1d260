import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Select } from '@/components/Select';
import { TextInput } from '@/components/TextInput';
import { useDebounced } from '@/lib/useDebounced';
import type { DocumentFilters, Tag } from '../api';
import { STATUSES } from './useFilters';

interface FiltersProps {
  filters: DocumentFilters;
  tags: readonly Tag[];
  onChange: (name: keyof DocumentFilters, value: string) => void;
}

export function Filters({ filters, tags, onChange }: FiltersProps) {
  return (
    <div className="grid grid-cols-2 gap-2 max-sm:*:first:col-span-2 sm:grid-cols-[minmax(0,1fr)_11rem_11rem]">
      <SearchField value={filters.search ?? ''} onChange={(value) => onChange('search', value)} />
      <Select
        aria-label="Status"
        value={filters.status ?? ''}
        onChange={(value) => onChange('status', value)}
        options={[{ value: '', label: 'Every status' }, ...STATUSES]}
      />
      <Select
        aria-label="Tag"
        value={filters.tag ?? ''}
        onChange={(value) => onChange('tag', value)}
        options={[{ value: '', label: 'Every tag' }, ...tags.map(({ id, name }) => ({ value: id, label: name }))]}
      />
    </div>
  );
}

function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const settled = useDebounced(typed.trim());
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed goes into the address
  useEffect(() => {
    if (settled !== value) onChange(settled);
  }, [settled]);
  // Cleared from elsewhere, or another page of the browser's history.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is being typed is not overwritten
  useEffect(() => {
    if (value !== settled) setTyped(value);
  }, [value]);
  return (
    <div className="relative">
      <Search aria-hidden className="pointer-events-none absolute inset-y-0 left-3 my-auto size-4 text-faint" />
      <TextInput
        type="search"
        aria-label="Search titles"
        placeholder="Search titles"
        maxLength={200}
        value={typed}
        onChange={setTyped}
        className="pl-9"
      />
    </div>
  );
}
