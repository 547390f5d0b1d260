import { useState } from 'react';
import { ApiError } from '@/api/error';
import { Field } from '@/components/Field';
import { TextInput } from '@/components/TextInput';

interface CodeFieldProps {
  value: string;
  onChange: (value: string) => void;
  name: string;
  error: string | undefined;
  /** Only the authenticator's, where recovery codes are not there yet. */
  ofApp?: boolean;
  autoFocus?: boolean;
}

/** The second factor's code. `one-time-code` lets browsers and password managers fill it in. */
export function CodeField({ error, ofApp = false, ...input }: CodeFieldProps) {
  const hint = ofApp
    ? 'The six digits that the app shows.'
    : 'Six digits from your authenticator app, or a recovery code.';
  return (
    <Field label="Code" error={error} hint={hint}>
      <TextInput
        {...input}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        {...(ofApp && { inputMode: 'numeric', maxLength: 7 })}
        className="font-mono"
      />
    </Field>
  );
}

export const codeError = (code: string) => (code.trim() ? undefined : 'Enter the code.');

/** After a right password the server may ask for a code: `asked` is true from then on. */
export function useCodeStep() {
  const [asked, setAsked] = useState(false);
  return {
    asked,
    /** Logs in; that a code is wanted is no failure but the next step. */
    async unlessAsked(attempt: Promise<unknown>) {
      try {
        await attempt;
      } catch (error) {
        if (!(error instanceof ApiError && error.error === 'Second factor required')) throw error;
        setAsked(true);
      }
    },
    /** Begins anew, with another name or password. */
    forget: () => setAsked(false),
  };
}

/** Whether a refusal means the code, whose password was right. */
export const isWrongCode = ({ error }: ApiError) => error === 'Invalid code';

export const WRONG_CODE = 'The code is wrong, or was used before. Wait for the next one and try again.';
