import { Button } from '@/components/Button';
import { plural } from '@/lib/format';

interface SaveBarProps {
  isDirty: boolean;
  isBusy: boolean;
  /** How many fields are wrong. */
  problems: number;
  onDiscard: () => void;
}

/** Saves all cards at once; in sight wherever one is on the page. */
export function SaveBar({ isDirty, isBusy, problems, onDiscard }: SaveBarProps) {
  return (
    <div className="sticky bottom-3 z-10 flex flex-wrap items-center justify-between gap-3 rounded-xl border border-line bg-surface px-4 py-3 shadow-pop sm:px-5">
      <p aria-live="polite" className={problems > 0 ? 'font-medium text-danger-fg' : 'text-soft'}>
        {problems > 0 ? `${plural(problems, 'field')} to correct` : isDirty ? 'Unsaved changes' : 'All saved'}
      </p>
      <div className="flex gap-2">
        <Button onClick={onDiscard} disabled={!isDirty || isBusy}>
          Discard
        </Button>
        <Button type="submit" variant="primary" loading={isBusy} disabled={!isDirty}>
          Save
        </Button>
      </div>
    </div>
  );
}
