import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { Field } from '@/components/Field';
import { SegmentedControl } from '@/components/SegmentedControl';
import { TextInput } from '@/components/TextInput';
import type { Analytics } from './api';
import { type Range, rangeErrors } from './range';

interface RangePickerProps {
  range: Range;
  /** What is shown now: where a choice of one's own begins. */
  shown: Analytics | undefined;
}

const OPTIONS = [
  { value: '7d', label: '7 days' },
  { value: '30d', label: '30 days' },
  { value: '3m', label: '3 months' },
  { value: 'custom', label: 'Custom' },
] as const;

/** The days that the figures are of, kept in the address. */
export function RangePicker({ range, shown }: RangePickerProps) {
  const [, setParams] = useSearchParams();
  const isCustom = 'from' in range;
  return (
    <div className="mb-6 flex flex-wrap items-start gap-x-4 gap-y-3">
      <SegmentedControl
        label="Days"
        value={isCustom ? 'custom' : range.range}
        onChange={(value) => {
          if (value !== 'custom') setParams({ range: value }, { replace: true });
          else if (shown) setParams({ from: shown.from, to: shown.to }, { replace: true });
        }}
        options={OPTIONS}
        className="max-sm:w-full"
      />
      {isCustom && <OwnDays from={range.from} to={range.to} />}
    </div>
  );
}

function OwnDays({ from, to }: { from: string; to: string }) {
  const [, setParams] = useSearchParams();
  const [days, setDays] = useState({ from, to });
  useEffect(() => setDays({ from, to }), [from, to]);
  const errors = rangeErrors(days.from, days.to);
  function change(changes: Partial<typeof days>) {
    const next = { ...days, ...changes };
    setDays(next);
    if (!rangeErrors(next.from, next.to)) setParams(next, { replace: true });
  }
  return (
    <div className="flex flex-wrap gap-3 max-sm:w-full">
      <Field label="First day" hideLabel error={errors?.from} className="max-sm:flex-1">
        <TextInput type="date" value={days.from} onChange={(first) => change({ from: first })} />
      </Field>
      <Field label="Last day" hideLabel error={errors?.to} className="max-sm:flex-1">
        <TextInput type="date" value={days.to} onChange={(last) => change({ to: last })} />
      </Field>
    </div>
  );
}
