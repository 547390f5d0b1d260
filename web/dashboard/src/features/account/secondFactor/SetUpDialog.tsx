import { useId, useState } from 'react';
import { Button } from '@/components/Button';
import { CopyField } from '@/components/CopyButton';
import { Dialog } from '@/components/Dialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { PasswordInput } from '@/components/PasswordInput';
import { toast } from '@/components/toast';
import { CodeField, codeError } from '@/features/session/CodeField';
import { errorsOf } from '@/features/session/rules';
import { later } from '@/lib/later';
import { useForm } from '@/lib/useForm';
import { type SetUp, useConfirm, useSetUp } from './api';
import { RecoveryCodes } from './RecoveryCodes';

const QrCode = later(() => import('./QrCode'), <span className="block size-44" />);

/** Password, then the authenticator, then the recovery codes. Until a code was right, nothing is turned on. */
export function SetUpDialog({ onClose }: { onClose: () => void }) {
  const [setUp, setSetUp] = useState<SetUp>();
  const [codes, setCodes] = useState<string[]>();
  if (codes) {
    return (
      <Dialog open title="The second factor is on" description="All your other sessions have ended.">
        <RecoveryCodes
          codes={codes}
          onKept={() => {
            toast.success('The second factor is on');
            onClose();
          }}
        />
      </Dialog>
    );
  }
  if (setUp) return <ConfirmStep setUp={setUp} onConfirmed={setCodes} onClose={onClose} />;
  return <PasswordStep onSetUp={setSetUp} onClose={onClose} />;
}

function PasswordStep({ onSetUp, onClose }: { onSetUp: (setUp: SetUp) => void; onClose: () => void }) {
  const id = useId();
  const begin = useSetUp();
  const form = useForm({
    initial: { password: '' },
    validate: ({ password }) => errorsOf({ password: password ? undefined : 'Enter your password.' }),
    submit: async ({ password }) => onSetUp(await begin.mutateAsync(password)),
    errorsOf: ({ status }) => (status === 403 ? { password: 'The password is wrong. Check it and try again.' } : {}),
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Set up a second factor"
      description="You need an authenticator app, such as Aegis, 1Password, Google or Microsoft Authenticator."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant="primary" loading={form.busy}>
            Continue
          </Button>
        </>
      }
    >
      <form {...form.props} id={id} className="grid gap-5">
        {form.error && <ErrorNotice error={form.error} />}
        <Field label="Password" error={form.errors.password}>
          <PasswordInput {...form.input('password')} autoComplete="current-password" />
        </Field>
      </form>
    </Dialog>
  );
}

interface ConfirmStepProps {
  setUp: SetUp;
  onConfirmed: (codes: string[]) => void;
  onClose: () => void;
}

function ConfirmStep({ setUp, onConfirmed, onClose }: ConfirmStepProps) {
  const id = useId();
  const confirm = useConfirm();
  const form = useForm({
    initial: { code: '' },
    validate: ({ code }) => errorsOf({ code: codeError(code) }),
    submit: async ({ code }) => onConfirmed((await confirm.mutateAsync(code.trim())).recoveryCodes),
    errorsOf: ({ status }) =>
      status === 403 ? { code: 'This is not the code of now. Is the clock of your phone right?' } : {},
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Add it to your app"
      description="Scan the code with your authenticator app, or type the key into it. Then enter what the app shows."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant="primary" loading={form.busy}>
            Turn on
          </Button>
        </>
      }
    >
      <form {...form.props} id={id} className="grid gap-5">
        {form.error && <ErrorNotice error={form.error} />}
        <div className="justify-self-center overflow-hidden rounded-md">
          <QrCode text={setUp.uri} label="QR code for the authenticator app" />
        </div>
        <CopyField text={setUp.secret} shown={setUp.secret.replace(/.{4}(?=.)/g, '$& ')} label="Key" />
        <CodeField {...form.input('code')} error={form.errors.code} ofApp />
      </form>
    </Dialog>
  );
}
