import { TriangleAlert } from 'lucide-react';
import { Link } from '@/components/Link';
import { clientLinks } from '@/lib/clientLinks';
import { useClient } from '@/lib/currentClient';
import { CheckCard } from './CheckCard';
import { EmbedCard } from './EmbedCard';
import { PolicyCard } from './PolicyCard';
import { SeenCard } from './SeenCard';

export function InstallPage() {
  const client = useClient();
  return (
    <div className="grid max-w-4xl grid-cols-1 gap-6">
      {client.allowedDomains.length === 0 && (
        <div className="flex gap-3 rounded-lg border border-warning bg-warning-tint p-3.5 text-warning-fg">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <p>
            Any site can use your widget, because no domains are set. Before the conference,{' '}
            <Link to={clientLinks.settings(client.id, 'domains')} className="text-warning-fg! underline">
              set the allowed domains
            </Link>
            .
          </p>
        </div>
      )}
      <EmbedCard />
      <CheckCard />
      <SeenCard />
      <PolicyCard />
    </div>
  );
}
