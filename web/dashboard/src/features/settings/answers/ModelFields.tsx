import { useState } from 'react';
import { Field } from '@/components/Field';
import { Select } from '@/components/Select';
import { TextInput } from '@/components/TextInput';
import type { useForm } from '@/lib/useForm';
import type { Answers } from '../api';
import { PROVIDERS, type Provider, providerOf } from './providers';
import { SecretField } from './SecretField';
import { losesApiKey, type Values } from './values';

interface FieldsProps {
  form: ReturnType<typeof useForm<Values>>;
  saved: Answers;
}

/** A language model: where it is, what opens it, which one. */
export function ModelFields({ form, saved }: FieldsProps) {
  const known = providerOf(form.values.baseUrl);
  const [isOther, setIsOther] = useState(false);
  const chosen = isOther ? 'other' : known;
  const provider = PROVIDERS.find(({ value }) => value === chosen);
  function choose(value: Provider) {
    setIsOther(value === 'other');
    const next = PROVIDERS.find((other) => other.value === value);
    if (next && value !== 'other') form.set('baseUrl', next.baseUrl);
    else if (known !== 'other') form.set('baseUrl', '');
  }
  return (
    <div className="grid gap-5">
      <Field label="Provider" hint="Any server that speaks OpenAI’s chat completions will do.">
        <Select value={chosen} onChange={choose} options={PROVIDERS} className="sm:max-w-sm" />
      </Field>
      {chosen !== 'openai' && (
        <Field
          label="Base URL"
          error={form.errors.baseUrl}
          hint={
            chosen === 'ollama'
              ? 'Works only where the deployment runs on the same machine and allows private addresses (PRIVATE_NEIGHBOURS=allow).'
              : 'Up to the part before /chat/completions. Public and https, unless the deployment allows others.'
          }
        >
          <TextInput
            {...form.input('baseUrl')}
            type="url"
            placeholder="https://llm.example.com/v1"
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      )}
      <SecretField
        name="apiKey"
        label="API key"
        hint={
          chosen === 'ollama'
            ? 'Ollama asks for none, but there has to be one: enter any word.'
            : 'From your account there. Make one for this alone and set a limit on what it may spend.'
        }
        value={form.values.apiKey}
        onChange={(value) => form.set('apiKey', value)}
        error={form.errors.apiKey}
        isKept={saved.openai.hasApiKey}
        isLost={losesApiKey(form.values, saved)}
      />
      <Field label="Model" error={form.errors.model} hint={provider?.model}>
        <TextInput
          {...form.input('model')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="sm:max-w-sm"
        />
      </Field>
    </div>
  );
}
