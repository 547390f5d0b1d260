import { Button } from '@/components/Button';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { Link } from '@/components/Link';
import { PasswordInput } from '@/components/PasswordInput';
import { TextInput } from '@/components/TextInput';
import { useForm } from '@/lib/useForm';
import { useLogIn } from './api';
import { errorsOf } from './rules';
import { SessionPage, useNextQuery } from './SessionPage';

export default function LoginPage() {
  const logIn = useLogIn();
  const next = useNextQuery();
  const form = useForm({
    initial: { username: '', password: '' },
    validate: ({ username, password }) =>
      errorsOf({
        username: username.trim() ? undefined : 'Enter your user name.',
        password: password ? undefined : 'Enter your password.',
      }),
    submit: ({ username, password }) => logIn.mutateAsync({ username: username.trim(), password }),
    errorsOf: ({ status }) =>
      status === 401 ? { password: 'User name or password is wrong. Check both and try again.' } : {},
  });
  return (
    <SessionPage
      title="Log in"
      description="Good to see you again."
      footer={
        <>
          New here? <Link to={`/register${next}`}>Create an account</Link>
        </>
      }
    >
      <form {...form.props} className="grid gap-5">
        {form.error && <ErrorNotice error={form.error} />}
        <Field label="User name" error={form.errors.username}>
          <TextInput
            {...form.input('username')}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
          />
        </Field>
        <Field label="Password" error={form.errors.password}>
          <PasswordInput {...form.input('password')} autoComplete="current-password" />
        </Field>
        <Button type="submit" variant="primary" loading={form.busy} className="w-full">
          Log in
        </Button>
      </form>
    </SessionPage>
  );
}
