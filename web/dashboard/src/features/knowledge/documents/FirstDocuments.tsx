import { CircleCheck } from 'lucide-react';
import { FileDrop } from '@/components/FileDrop';
import { Link } from '@/components/Link';
import { useClient } from '@/lib/currentClient';
import { ACCEPT, KINDS_HINT } from '../uploads/files';

const IDEAS = [
  'The programme: talks, speakers, rooms and times',
  'Venue and travel: address, trains, parking, hotels, Wi-Fi',
  'Tickets: prices, what is included, refunds, invoices',
  'Good to know: food, children, accessibility, code of conduct',
];

/** Where no document is yet: what to begin with. */
export function FirstDocuments({ onFiles }: { onFiles: (files: File[]) => void }) {
  const client = useClient();
  return (
    <div className="grid gap-6 rounded-xl border border-line bg-surface p-5 shadow-card sm:p-6 lg:grid-cols-2">
      <FileDrop multiple accept={ACCEPT} label="Drop files here, or choose them" hint={KINDS_HINT} onFiles={onFiles} />
      <div className="flex flex-col justify-center">
        <h3 className="font-semibold">What visitors ask about most</h3>
        <ul className="mt-3 grid gap-2 text-soft">
          {IDEAS.map((idea) => (
            <li key={idea} className="flex gap-2.5">
              <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success-fg" />
              {idea}
            </li>
          ))}
        </ul>
        <p className="mt-4 text-soft">
          No file at hand? <Link to={`/clients/${client.id}/knowledge/documents/new`}>Write a text</Link>: a few
          sentences are enough for a first answer.
        </p>
      </div>
    </div>
  );
}
