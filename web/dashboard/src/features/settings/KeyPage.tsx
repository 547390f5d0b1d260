import { Eye, EyeOff, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { CopyField } from '@/components/CopyButton';
import { Link } from '@/components/Link';
import { PageHeader } from '@/components/PageHeader';
import { toast } from '@/components/toast';
import { useRegenerateKey } from '@/features/clients/api';
import { useClient } from '@/lib/currentClient';
import { maskedKey } from '@/lib/maskedKey';

export function KeyPage() {
  const { id, name, publicApiKey, allowedDomains } = useClient();
  const regenerate = useRegenerateKey(id);
  const [shown, setShown] = useState(false);
  const [asking, setAsking] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <>
      <PageHeader title="Public key" description="Tells the widget on your pages which client it belongs to." />
      <div className="grid gap-6">
        <Card
          title="Key of this client"
          description={
            <>
              It is no secret: everybody can read it in the source of your pages.{' '}
              {allowedDomains.length > 0 ? (
                <>
                  Your <Link to={`/clients/${id}/settings/domains`}>allowed domains</Link> keep other pages from using
                  it.
                </>
              ) : (
                <>
                  To keep other pages from using it, name your{' '}
                  <Link to={`/clients/${id}/settings/domains`}>allowed domains</Link>.
                </>
              )}
            </>
          }
          footer={
            <p className="text-soft">
              The code to put into your pages is at <Link to={`/clients/${id}/widget/install`}>Widget, Install</Link>.
            </p>
          }
        >
          <div className="flex gap-2">
            <div className="min-w-0 flex-1">
              <CopyField
                text={publicApiKey}
                shown={shown ? publicApiKey : maskedKey(publicApiKey)}
                label="Public key"
              />
            </div>
            <Button aria-pressed={shown} onClick={() => setShown(!shown)} className="max-sm:h-11">
              <Icon aria-hidden />
              <span>
                {shown ? 'Hide' : 'Show'}
                <span className="sr-only"> public key</span>
              </span>
            </Button>
          </div>
        </Card>
        <Card
          danger
          title="Regenerate the key"
          description="For when a stranger uses yours on pages that allowed domains cannot keep out. The key that you have stops working at once."
          actions={
            <Button variant="danger" onClick={() => setAsking(true)}>
              <RefreshCw aria-hidden />
              Regenerate key…
            </Button>
          }
        />
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Regenerate the public key?"
        action="Regenerate key"
        typed={name}
        onConfirm={async () => {
          await regenerate.mutateAsync();
          setShown(true);
          toast.success('The key is new', { text: 'Put it into your pages now: the widget is silent until then.' });
        }}
      >
        <p>
          Every page with the key <code className="font-mono text-xs text-fg">{maskedKey(publicApiKey)}</code> loses its
          chat at once, until you put the new key there. Look at all places:
        </p>
        <ul className="list-disc space-y-1 pl-5">
          <li>
            the script’s <code className="font-mono text-xs">data-api-key</code> in HTML, WordPress or a tag manager
          </li>
          <li>
            <code className="font-mono text-xs">apiKey</code> in{' '}
            <code className="font-mono text-xs">ConferenceChatConfig</code>,{' '}
            <code className="font-mono text-xs">ChatConnectConfig</code> or a React component
          </li>
          <li>programs of yours that call the chat’s API</li>
        </ul>
        <p>Documents, conversations, access tokens and the identity secret stay as they are.</p>
      </ConfirmDialog>
    </>
  );
}
