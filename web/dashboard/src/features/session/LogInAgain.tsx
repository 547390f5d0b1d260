import { useId } from 'react';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { PasswordInput } from '@/components/PasswordInput';
import { useForm } from '@/lib/useForm';
import { useLogInAgain } from './api';
import { CodeField, codeError, isWrongCode, useCodeStep, WRONG_CODE } from './CodeField';
import { errorsOf } from './rules';

/** Over a page whose session ended while something on it was not saved. */
export default function LogInAgain({ username }: { username: string }) {
  const logIn = useLogInAgain(username);
  const id = useId();
  const step = useCodeStep();
  const form = useForm({
    initial: { password: '', code: '' },
    validate: ({ password, code }) =>
      errorsOf({
        password: password ? undefined : 'Enter your password.',
        code: step.asked ? codeError(code) : undefined,
      }),
    submit: ({ password, code }) =>
      step.unlessAsked(logIn.mutateAsync({ password, ...(step.asked && { code: code.trim() }) })),
    errorsOf: (error) => {
      if (error.status !== 401) return {};
      if (isWrongCode(error)) return { code: WRONG_CODE };
      return { password: 'The password is wrong. Check it and try again.' };
    },
  });
  return (
    <Dialog
      open
      title="Your session ended"
      description="What you wrote is still here. Log in again, then save it."
      footer={
        <>
          {/* Loads the page anew: the browser asks first. */}
          <Button onClick={() => location.assign('/login')}>Leave without saving</Button>
          <Button type="submit" form={id} variant="primary" loading={form.busy}>
            Log in
          </Button>
        </>
      }
    >
      <form {...form.props} id={id} className="grid gap-5">
        {form.error && <ErrorNotice error={form.error} />}
        <input type="hidden" name="username" autoComplete="username" value={username} />
        <Field label={`Password of ${username}`} error={form.errors.password}>
          <PasswordInput {...form.input('password')} autoComplete="current-password" />
        </Field>
        {step.asked && <CodeField {...form.input('code')} error={form.errors.code} autoFocus />}
      </form>
    </Dialog>
  );
}
