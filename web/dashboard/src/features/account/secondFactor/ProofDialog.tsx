import { type ReactNode, useId } from 'react';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { PasswordInput } from '@/components/PasswordInput';
import { CodeField, codeError, isWrongCode, WRONG_CODE } from '@/features/session/CodeField';
import { errorsOf } from '@/features/session/rules';
import { useForm } from '@/lib/useForm';
import type { Proof } from './api';

interface ProofDialogProps {
  title: string;
  description: ReactNode;
  action: string;
  danger?: boolean;
  onClose: () => void;
  onProof: (proof: Proof) => Promise<unknown>;
}

/** Asks for password and code, before what a session alone must not do. */
export function ProofDialog({ title, description, action, danger = false, onClose, onProof }: ProofDialogProps) {
  const id = useId();
  const form = useForm({
    initial: { password: '', code: '' },
    validate: ({ password, code }) =>
      errorsOf({ password: password ? undefined : 'Enter your password.', code: codeError(code) }),
    submit: ({ password, code }) => onProof({ password, code: code.trim() }),
    errorsOf: (error) => {
      if (isWrongCode(error)) return { code: WRONG_CODE };
      return error.status === 403 ? { password: 'The password is wrong. Check it and try again.' } : {};
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant={danger ? 'danger' : 'primary'} loading={form.busy}>
            {action}
          </Button>
        </>
      }
    >
      <form {...form.props} id={id} className="grid gap-5">
        {form.error && <ErrorNotice error={form.error} />}
        <Field label="Password" error={form.errors.password}>
          <PasswordInput {...form.input('password')} autoComplete="current-password" />
        </Field>
        <CodeField {...form.input('code')} error={form.errors.code} />
      </form>
    </Dialog>
  );
}
