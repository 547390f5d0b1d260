import { useQuery } from '@tanstack/react-query';
import { Card } from '@/components/Card';
import { CopyField } from '@/components/CopyButton';
import { Link } from '@/components/Link';
import { clientLinks } from '@/lib/clientLinks';
import { useClient } from '@/lib/currentClient';
import { demoQuery } from './api';

/** The key that every page with the widget names. */
export function KeyCard() {
  const client = useClient();
  const { data: hasDemo } = useQuery(demoQuery);
  const demo = `${location.origin}/demo?${new URLSearchParams({ key: client.publicApiKey })}`;
  return (
    <Card title="Public key" description="It tells whose widget a page shows. It is no secret.">
      <CopyField text={client.publicApiKey} label="Public key" />
      <p className="mt-3 flex flex-wrap gap-x-5 gap-y-1">
        <Link to={clientLinks.install(client.id)}>Embed code</Link>
        {hasDemo && <Link to={demo}>Demo page</Link>}
      </p>
    </Card>
  );
}
