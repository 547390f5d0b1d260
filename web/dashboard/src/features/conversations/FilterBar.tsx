import { ChevronDown, Search, SlidersHorizontal } from 'lucide-react';
import { useId, useState } from 'react';
import { useSearchParams } from 'react-router';
import { Badge } from '@/components/Badge';
import { Button } from '@/components/Button';
import { Field } from '@/components/Field';
import { SegmentedControl } from '@/components/SegmentedControl';
import { TextInput } from '@/components/TextInput';
import { FilterPanel } from './FilterPanel';
import { countFilters, type Filters, readFilters, withFilters } from './filters';
import { useTyped } from './useTyped';

/** Filters by the address, so that a filtered list can be sent to somebody. */
export function FilterBar() {
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params);
  const count = countFilters(filters);
  const [open, setOpen] = useState(count > 0);
  const panel = useId();
  const change = (changes: { [Name in keyof Filters]?: Filters[Name] | undefined }) =>
    setParams((before) => withFilters(before, changes), { replace: true });
  const [search, setSearch] = useTyped(filters.search ?? '', (text) => change({ search: text }));

  return (
    <search aria-label="Conversations">
      <div className="flex flex-wrap items-center gap-3">
        <SegmentedControl
          label="Which conversations"
          value={filters.unanswered ? 'unanswered' : 'all'}
          onChange={(which) => change({ unanswered: which === 'unanswered' ? true : undefined })}
          options={[
            { value: 'all', label: 'All' },
            { value: 'unanswered', label: 'Unanswered' },
          ]}
          className="max-sm:w-full"
        />
        <Field label="Search in messages" hideLabel className="min-w-44 flex-1 sm:min-w-56">
          <TextInput
            type="search"
            value={search}
            onChange={setSearch}
            maxLength={200}
            placeholder="Search messages"
            end={<Search aria-hidden className="mr-2.5 size-4 text-soft" />}
          />
        </Field>
        <Button aria-expanded={open} aria-controls={panel} onClick={() => setOpen(!open)}>
          <SlidersHorizontal aria-hidden />
          Filters
          {count > 0 && <Badge tone="accent">{count}</Badge>}
          <ChevronDown aria-hidden className={open ? 'rotate-180' : ''} />
        </Button>
      </div>
      <div id={panel} hidden={!open}>
        {open && <FilterPanel filters={filters} onChange={change} />}
      </div>
    </search>
  );
}
