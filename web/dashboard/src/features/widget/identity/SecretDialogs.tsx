import { type FormEvent, useState } from 'react';
import { Button } from '@/components/Button';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { CopyField } from '@/components/CopyButton';
import { Dialog } from '@/components/Dialog';
import { toast } from '@/components/toast';
import { useClient } from '@/lib/currentClient';
import { useDeleteSecret, useMakeSecret } from '../api';

export type SecretStep = 'make' | 'rotate' | 'remove';

interface SecretDialogsProps {
  step: SecretStep | null;
  onStep: (step: SecretStep | null) => void;
  onDeleted: () => void;
}

/** Asks before the secret is made, changed or removed, and tells a new one once. */
export function SecretDialogs({ step, onStep, onDeleted }: SecretDialogsProps) {
  const client = useClient();
  const make = useMakeSecret(client.id);
  const remove = useDeleteSecret(client.id);
  const [secret, setSecret] = useState<string | null>(null);
  const close = (open: boolean) => !open && onStep(null);

  async function makeOne() {
    const made = await make.mutateAsync();
    setSecret(made.secret);
  }
  // The dialogs' own forms are inside of the page's form for React, though not on the page.
  const keep = (event: FormEvent) => event.stopPropagation();

  return (
    <div onSubmit={keep}>
      <ConfirmDialog
        open={step === 'make'}
        onOpenChange={close}
        title="Make an identity secret?"
        action="Make a secret"
        danger={false}
        onConfirm={makeOne}
      >
        <p>It is shown once. Have the place at hand where your server keeps its secrets.</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={step === 'rotate'}
        onOpenChange={close}
        title="Make a new identity secret?"
        action="Make a new secret"
        danger={false}
        onConfirm={makeOne}
      >
        <p>The secret of now stays good for 72 hours, so that you can give the new one to your server in peace.</p>
        <p>Has it leaked? Make two new ones, one right after the other: then it is good no longer.</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={step === 'remove'}
        onOpenChange={close}
        title="Remove the identity secret?"
        action="Remove secret"
        onConfirm={async () => {
          await remove.mutateAsync();
          onDeleted();
          toast.success('Identity secret removed');
        }}
      >
        <p>“Require login” is switched off with it. Visitors of pages that still identify them are refused.</p>
      </ConfirmDialog>
      <Dialog
        open={secret !== null}
        onOpenChange={(open) => !open && setSecret(null)}
        title="Your identity secret"
        description="Copy it now: it is not shown again. Give it to your server, for example as CHAT_IDENTITY_SECRET."
        footer={
          <Button variant="primary" onClick={() => setSecret(null)}>
            I have copied it
          </Button>
        }
      >
        <CopyField text={secret ?? ''} label="Identity secret" />
      </Dialog>
    </div>
  );
}
