import { Link } from '@/components/Link';
import { WarningNote } from '@/components/WarningNote';
import { clientLinks } from '@/lib/clientLinks';
import { useClient } from '@/lib/currentClient';
import { useDocumentTitle } from '@/lib/useDocumentTitle';
import { CheckCard } from './CheckCard';
import { EmbedCard } from './EmbedCard';
import { PolicyCard } from './PolicyCard';
import { SeenCard } from './SeenCard';

export function InstallPage() {
  const client = useClient();
  useDocumentTitle('Install', 'Widget', client.name);
  return (
    <div className="grid max-w-4xl grid-cols-1 gap-6">
      {client.allowedDomains.length === 0 && (
        <WarningNote>
          Any site can use your widget, because no domains are set. Before the conference,{' '}
          <Link to={clientLinks.settings(client.id, 'domains')}>set the allowed domains</Link>.
        </WarningNote>
      )}
      <EmbedCard />
      <CheckCard />
      <SeenCard />
      <PolicyCard />
    </div>
  );
}
