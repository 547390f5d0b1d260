import { CircleCheck, RefreshCw, ServerOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError } from '@/api/client';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Link } from '@/components/Link';
import { PageHeader } from '@/components/PageHeader';
import { useClient } from '@/lib/currentClient';
import { plural } from '@/lib/format';
import { useResync } from './api';

export function DirectusPage() {
  const { id } = useClient();
  const resync = useResync(id);
  return (
    <>
      <PageHeader
        title="Directus"
        description="Lets editors work on your documents in Directus, a content management system."
      />
      <div className="grid gap-4">
        <Card
          title="Compare all documents"
          description="What changes here or in Directus goes over to the other side by itself. Compare when something seems to be missing on one of them, after Directus was down or restored from a backup, say."
          actions={
            <Button variant="primary" loading={resync.isPending} onClick={() => resync.mutate()}>
              <RefreshCw aria-hidden />
              Compare now
            </Button>
          }
          footer={
            <p className="text-soft">
              Nothing is deleted by it. Where both sides changed the same field, the editor’s word counts.
            </p>
          }
        />
        <div role="status" className="empty:hidden">
          {resync.data && <Queued clientId={id} queued={resync.data.queued} />}
        </div>
        {resync.error && (
          <div role="alert">
            <Failed error={resync.error} />
          </div>
        )}
      </div>
    </>
  );
}

const Queued = ({ clientId, queued }: { clientId: string; queued: number }) => (
  <Notice icon={<CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success-fg" />}>
    {queued === 0 ? (
      <p>There is no document on either side.</p>
    ) : (
      <p>
        {plural(queued, 'document')} will be compared, in the next minutes. See what changes at{' '}
        <Link to={`/clients/${clientId}/knowledge/documents`}>Documents</Link>.
      </p>
    )}
  </Notice>
);

function Failed({ error }: { error: Error }) {
  const status = error instanceof ApiError ? error.status : 0;
  // A database that is away is a 503, too.
  if (status === 503 && error.message.includes('Directus')) return <NotConfigured />;
  if (status !== 502) return <ErrorNotice title="The comparison was not started" error={error} />;
  return (
    <div className="grid gap-3">
      <ErrorNotice title="Directus does not answer as it should" error={error} />
      <p className="text-soft">
        What you change here waits and goes over when it is back. If it stays away, tell whoever runs this deployment:
        is Directus up, and is its <code className="font-mono text-xs">DIRECTUS_TOKEN</code> still good?
      </p>
    </div>
  );
}

const NotConfigured = () => (
  <Notice icon={<ServerOff aria-hidden className="mt-0.5 size-4 shrink-0 text-soft" />}>
    <p className="font-medium">This deployment has no Directus.</p>
    <p className="mt-1 text-soft">
      Nothing is wrong: your documents are here, and you can edit them at Knowledge. Whoever runs this deployment can
      connect one with the script <code className="font-mono text-xs">docs/directus/set-up-elsewhere.mjs</code>, which
      makes the collection and prints three settings: <code className="font-mono text-xs">DIRECTUS_URL</code>,{' '}
      <code className="font-mono text-xs">DIRECTUS_TOKEN</code> and{' '}
      <code className="font-mono text-xs">DIRECTUS_WEBHOOK_SECRET</code>. All documents are sent there then.
    </p>
  </Notice>
);

const Notice = ({ icon, children }: { icon: ReactNode; children: ReactNode }) => (
  <div className="flex items-start gap-3 rounded-xl border border-line bg-surface p-4 shadow-card">
    {icon}
    <div className="min-w-0">{children}</div>
  </div>
);
