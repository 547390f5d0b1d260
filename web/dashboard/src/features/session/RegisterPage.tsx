import { Button } from '@/components/Button';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { Link } from '@/components/Link';
import { PasswordInput } from '@/components/PasswordInput';
import { TextInput } from '@/components/TextInput';
import { useForm } from '@/lib/useForm';
import { useRegister } from './api';
import { errorsOf, NAME_HINT, newPasswordError, PASSWORD_HINT, userNameError } from './rules';
import { SessionPage, useNextQuery } from './SessionPage';

export default function RegisterPage() {
  const register = useRegister();
  const next = useNextQuery();
  const form = useForm({
    initial: { username: '', password: '', clientName: '' },
    validate: ({ username, password, clientName }) =>
      errorsOf({
        username: userNameError(username.trim()),
        password: newPasswordError(password),
        clientName: clientName.trim().length > 100 ? 'The name has at most 100 characters.' : undefined,
      }),
    submit: ({ username, password, clientName }) => {
      const named = clientName.trim();
      return register.mutateAsync({ username: username.trim(), password, ...(named && { clientName: named }) });
    },
    errorsOf: ({ status }) => (status === 409 ? { username: 'This user name is taken. Choose another one.' } : {}),
  });
  return (
    <SessionPage
      title="Create an account"
      description="Two minutes from here to a chat on your conference’s website."
      footer={
        <>
          Already have an account? <Link to={`/login${next}`}>Log in</Link>
        </>
      }
    >
      <form {...form.props} className="grid gap-5">
        {form.error && <ErrorNotice error={form.error} />}
        <Field label="User name" error={form.errors.username} hint={NAME_HINT} required>
          <TextInput
            {...form.input('username')}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
          />
        </Field>
        <Field label="Password" error={form.errors.password} hint={PASSWORD_HINT} required>
          <PasswordInput {...form.input('password')} autoComplete="new-password" />
        </Field>
        <Field
          label="Conference"
          aside="Optional"
          error={form.errors.clientName}
          hint="You can change it, and add more conferences later."
        >
          <TextInput {...form.input('clientName')} autoComplete="organization" placeholder="RustConf 2027" />
        </Field>
        <Button type="submit" variant="primary" loading={form.busy} className="w-full">
          Create account
        </Button>
      </form>
    </SessionPage>
  );
}
