import { Button } from '@/components/Button';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { Link } from '@/components/Link';
import { PasswordInput } from '@/components/PasswordInput';
import { TextInput } from '@/components/TextInput';
import { useForm } from '@/lib/useForm';
import { useLogIn } from './api';
import { CodeField, codeError, isWrongCode, useCodeStep, WRONG_CODE } from './CodeField';
import { errorsOf } from './rules';
import { SessionPage, useNextQuery } from './SessionPage';

export default function LoginPage() {
  const logIn = useLogIn();
  const next = useNextQuery();
  const step = useCodeStep();
  const form = useForm({
    initial: { username: '', password: '', code: '' },
    validate: ({ username, password, code }) =>
      errorsOf({
        username: username.trim() ? undefined : 'Enter your user name.',
        password: password ? undefined : 'Enter your password.',
        code: step.asked ? codeError(code) : undefined,
      }),
    submit: ({ username, password, code }) => {
      const credentials = { username: username.trim(), password, ...(step.asked && { code: code.trim() }) };
      return step.unlessAsked(logIn.mutateAsync(credentials));
    },
    errorsOf: (error) => {
      if (error.status !== 401) return {};
      if (isWrongCode(error)) return { code: WRONG_CODE };
      step.forget();
      return { password: 'User name or password is wrong. Check both and try again.' };
    },
  });
  return (
    <SessionPage
      title="Log in"
      description={step.asked ? 'One more step: prove that it is you.' : 'Good to see you again.'}
      footer={
        step.asked ? (
          'No phone and no recovery code? Whoever runs this service can turn the second factor off.'
        ) : (
          <>
            New here? <Link to={`/register${next}`}>Create an account</Link>
          </>
        )
      }
    >
      <form {...form.props} className="grid gap-5">
        {form.error && <ErrorNotice error={form.error} />}
        {/* Hidden, not gone: password managers see what belongs together. */}
        <div className="grid gap-5" hidden={step.asked}>
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
        </div>
        {step.asked && <CodeField {...form.input('code')} error={form.errors.code} autoFocus />}
        <Button type="submit" variant="primary" loading={form.busy} className="w-full">
          Log in
        </Button>
        {step.asked && <Button onClick={step.forget}>Back</Button>}
      </form>
    </SessionPage>
  );
}
