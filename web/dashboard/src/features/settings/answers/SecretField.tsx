import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/Button';
import { Field } from '@/components/Field';
import { PasswordInput } from '@/components/PasswordInput';

interface SecretFieldProps {
  name: string;
  /** “Secret”, “API key”. */
  label: string;
  hint: string;
  /** Empty keeps what there is, null takes it away. */
  value: string | null;
  onChange: (value: string | null) => void;
  error?: string | undefined;
  /** Whether the server has one. */
  isKept: boolean;
  /** Whether that one goes with its address. */
  isLost: boolean;
}

/** A secret that goes in and never comes out: it is kept, replaced or removed. */
export function SecretField({ name, label, hint, value, onChange, error, isKept, isLost }: SecretFieldProps) {
  const [isReplacing, setIsReplacing] = useState(false);
  const thing = label.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());
  if (isKept && !isLost && !isReplacing && value !== null && !error) {
    return (
      <Kept label={label} text={`A ${thing === 'API key' ? 'key' : thing} is kept. It is never shown again.`}>
        <Button size="small" aria-label={`Replace the ${thing}`} onClick={() => setIsReplacing(true)}>
          Replace
        </Button>
        <Button size="small" variant="ghost" aria-label={`Remove the ${thing}`} onClick={() => onChange(null)}>
          Remove
        </Button>
      </Kept>
    );
  }
  if (value === null) {
    return (
      <Kept label={label} text={`It is removed when you save.${error ? ` ${error}` : ''}`}>
        <Button size="small" aria-label={`Keep the ${thing}`} onClick={() => onChange('')}>
          Keep it
        </Button>
      </Kept>
    );
  }
  return (
    <Field
      label={label}
      error={error}
      aside={isKept ? undefined : 'Never shown again'}
      hint={
        isLost
          ? `The address is new: the ${thing} that is kept belongs to the old one and goes with it. Enter it again.`
          : hint
      }
    >
      <PasswordInput
        name={name}
        autoComplete="off"
        value={value}
        onChange={onChange}
        placeholder={isReplacing && !isLost ? 'The new one; empty to keep the old one' : undefined}
        data-1p-ignore
      />
    </Field>
  );
}

const Kept = ({ label, text, children }: { label: string; text: string; children: React.ReactNode }) => (
  <div>
    <p className="mb-1.5 font-medium">{label}</p>
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-line bg-canvas px-3 py-2">
      <KeyRound aria-hidden className="size-4 text-soft" />
      <p className="min-w-0 flex-1 basis-44 text-soft">{text}</p>
      <div className="flex gap-1">{children}</div>
    </div>
  </div>
);
