import { Plus } from 'lucide-react';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { RelativeTime } from '@/components/DateText';
import type { Sighting } from '../api';

interface SuggestionsProps {
  isOpen: boolean;
  sightings: readonly Sighting[];
  onAdd: (entry: string) => void;
}

/** Where the widget was seen, and is not allowed by name. */
export const Suggestions = ({ isOpen, sightings, onAdd }: SuggestionsProps) => (
  <Card
    title="Where your widget was seen"
    description={
      isOpen
        ? 'Add those that are yours. What you do not know, leave out: it is kept out with the first domain that you add.'
        : 'It worked on these pages before, and does not any more. Add those that are yours.'
    }
    flush
  >
    <ul className="divide-y divide-line border-t border-line">
      {sightings.map(({ origin, lastSeenAt }) => {
        const host = origin.replace(/^https?:\/\//, '');
        return (
          <li key={origin} className="flex items-center justify-between gap-4 px-5 py-3 sm:px-6">
            <div className="min-w-0">
              <p className="font-mono text-[0.8125rem] break-all">{origin}</p>
              <p className="text-[0.8125rem] text-soft">
                Last seen <RelativeTime value={lastSeenAt} />
              </p>
            </div>
            <Button size="small" aria-label={`Add ${host}`} onClick={() => onAdd(host)}>
              <Plus aria-hidden />
              Add
            </Button>
          </li>
        );
      })}
    </ul>
  </Card>
);
