import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { Dialog } from '@/components/Dialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { PasswordInput } from '@/components/PasswordInput';
import { TextInput } from '@/components/TextInput';
import { clientsQuery } from '@/features/clients/api';
import { errorsOf } from '@/features/session/rules';
import { useForm } from '@/lib/useForm';
import { useDeleteAccount } from './api';

export function DeleteAccountCard({ username }: { username: string | undefined }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Card
        danger
        title="Delete account"
        description="Deletes you, all your clients, and everything that belongs to them. Nobody can bring it back."
        actions={
          <Button variant="danger" disabled={username === undefined} onClick={() => setOpen(true)}>
            Delete account…
          </Button>
        }
      />
      {username !== undefined && (
        <Dialog open={open} onOpenChange={setOpen} title="Delete your account?">
          <DeleteAccountForm username={username} onCancel={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  );
}

function DeleteAccountForm({ username, onCancel }: { username: string; onCancel: () => void }) {
  const { data: clients = [] } = useQuery(clientsQuery);
  const remove = useDeleteAccount();
  const form = useForm({
    initial: { confirmation: '', password: '' },
    validate: ({ confirmation, password }) =>
      errorsOf({
        confirmation: confirmation.trim() === username ? undefined : `Type ${username}, in the same letters.`,
        password: password ? undefined : 'Enter your password.',
      }),
    submit: ({ password }) => remove.mutateAsync(password),
    errorsOf: ({ status }) => (status === 403 ? { password: 'The password is wrong. Nothing was deleted.' } : {}),
  });
  return (
    <form {...form.props} className="grid gap-5">
      <div className="grid gap-2 text-soft">
        <p>This is lost, at once and for good:</p>
        <ul className="list-disc space-y-1 pl-5">
          <li>your user name and all your sessions</li>
          {clients.map(({ id, name }) => (
            <li key={id}>
              <strong className="font-medium text-fg">{name}</strong>: its widget, which stops on every page, its
              documents, conversations and figures
            </li>
          ))}
        </ul>
      </div>
      {form.error && <ErrorNotice title="Nothing was deleted" error={form.error} />}
      <Field label={`Type “${username}” to confirm`} error={form.errors.confirmation}>
        <TextInput {...form.input('confirmation')} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </Field>
      <Field label="Password" error={form.errors.password}>
        <PasswordInput {...form.input('password')} autoComplete="current-password" />
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="danger" loading={form.busy}>
          Delete account
        </Button>
      </div>
    </form>
  );
}
