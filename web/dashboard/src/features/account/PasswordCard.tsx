import { useState } from 'react';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { PasswordInput } from '@/components/PasswordInput';
import { toast } from '@/components/toast';
import { errorsOf, newPasswordError } from '@/features/session/rules';
import { useForm } from '@/lib/useForm';
import { useChangePassword } from './api';

/** Begins anew after each change, so that no password stays in its fields. */
export function PasswordCard({ username }: { username: string }) {
  const [changes, setChanges] = useState(0);
  return <PasswordForm key={changes} username={username} onChanged={() => setChanges(changes + 1)} />;
}

function PasswordForm({ username, onChanged }: { username: string; onChanged: () => void }) {
  const change = useChangePassword();
  const form = useForm({
    initial: { currentPassword: '', newPassword: '' },
    validate: ({ currentPassword, newPassword }) =>
      errorsOf({
        currentPassword: currentPassword ? undefined : 'Enter the password that you log in with now.',
        newPassword:
          newPasswordError(newPassword) ??
          (newPassword === currentPassword ? 'This is the password that you have. Choose another one.' : undefined),
      }),
    submit: async (values) => {
      await change.mutateAsync(values);
      toast.success('Password changed', { text: 'All your other sessions have ended.' });
      onChanged();
    },
    errorsOf: ({ status }) =>
      status === 403 ? { currentPassword: 'This is not your current password. Check it and try again.' } : {},
  });
  return (
    <form {...form.props}>
      <Card
        title="Password"
        description="When you change it, all your other sessions end: whoever is logged in elsewhere needs the new one."
        footer={
          <>
            <p className="text-soft">You stay logged in here.</p>
            <Button type="submit" variant="primary" loading={form.busy} disabled={!form.dirty}>
              Change password
            </Button>
          </>
        }
      >
        <div className="grid gap-5 sm:max-w-sm">
          {form.error && <ErrorNotice title="The password was not changed" error={form.error} />}
          {/* Tells password managers whose password it is. */}
          <input type="text" autoComplete="username" value={username} readOnly hidden />
          <Field label="Current password" error={form.errors.currentPassword}>
            <PasswordInput {...form.input('currentPassword')} autoComplete="current-password" />
          </Field>
          <Field
            label="New password"
            hint="8 to 128 characters. A sentence is long, and easy to keep in mind."
            error={form.errors.newPassword}
          >
            <PasswordInput {...form.input('newPassword')} autoComplete="new-password" />
          </Field>
        </div>
      </Card>
    </form>
  );
}
