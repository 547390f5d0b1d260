import { useState } from 'react';
import { Dialog } from '@/components/Dialog';
import { useReplaceRecoveryCodes } from './api';
import { ProofDialog } from './ProofDialog';
import { RecoveryCodes } from './RecoveryCodes';

export function NewCodesDialog({ onClose }: { onClose: () => void }) {
  const replace = useReplaceRecoveryCodes();
  const [codes, setCodes] = useState<string[]>();
  if (codes) {
    return (
      <Dialog open title="Your new recovery codes">
        <RecoveryCodes codes={codes} onKept={onClose} />
      </Dialog>
    );
  }
  return (
    <ProofDialog
      title="Make new recovery codes?"
      description="The ones that you have stop working."
      action="Make new codes"
      onClose={onClose}
      onProof={async (proof) => setCodes((await replace.mutateAsync(proof)).recoveryCodes)}
    />
  );
}
