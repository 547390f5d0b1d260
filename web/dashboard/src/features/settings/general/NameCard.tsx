import type { Client } from '@/api/types';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { TextInput } from '@/components/TextInput';
import { toast } from '@/components/toast';
import { UnsavedGuard } from '@/components/UnsavedGuard';
import { useRenameClient } from '@/features/clients/api';
import { clientNameError } from '@/features/clients/rules';
import { useForm } from '@/lib/useForm';

/** `key` is the name: renamed elsewhere, the field says so. */
export function NameCard({ client }: { client: Client }) {
  const rename = useRenameClient(client.id);
  const form = useForm({
    initial: { name: client.name },
    validate: ({ name }) => {
      const error = clientNameError(name);
      return error ? { name: error } : {};
    },
    submit: async ({ name }) => {
      await rename.mutateAsync(name.trim());
      toast.success('Client renamed');
    },
  });
  return (
    <form {...form.props}>
      <Card
        title="Name"
        description="Only you see it. What visitors read is the widget’s own name."
        footer={
          <>
            <p className="text-soft">1 to 100 characters.</p>
            <Button type="submit" variant="primary" loading={form.busy} disabled={!form.dirty}>
              Rename
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          {form.error && <ErrorNotice title="The client was not renamed" error={form.error} />}
          <Field label="Name of the client" hideLabel error={form.errors.name} className="sm:max-w-sm">
            <TextInput {...form.input('name')} autoComplete="off" />
          </Field>
        </div>
      </Card>
      <UnsavedGuard when={form.dirty} />
    </form>
  );
}
