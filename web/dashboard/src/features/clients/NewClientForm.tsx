import type { Client } from '@/api/types';
import { Button } from '@/components/Button';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { TextInput } from '@/components/TextInput';
import { useForm } from '@/lib/useForm';
import { useCreateClient } from './api';
import { clientNameError } from './rules';

export function NewClientForm({ onCreated }: { onCreated: (client: Client) => void }) {
  const create = useCreateClient();
  const form = useForm({
    initial: { name: '' },
    validate: ({ name }) => {
      const error = clientNameError(name);
      return error ? { name: error } : {};
    },
    submit: async ({ name }) => onCreated(await create.mutateAsync(name.trim())),
  });
  return (
    <form {...form.props} className="grid gap-5">
      {form.error && <ErrorNotice error={form.error} />}
      <Field label="Name" error={form.errors.name} hint="Only you see it." required>
        <TextInput {...form.input('name')} placeholder="RustConf 2027" autoComplete="off" />
      </Field>
      <Button type="submit" variant="primary" loading={form.busy} className="justify-self-end">
        Create client
      </Button>
    </form>
  );
}
