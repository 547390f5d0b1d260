import type { Client } from '@/api/types';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { TextInput } from '@/components/TextInput';
import { toast } from '@/components/toast';
import { useForm } from '@/lib/useForm';
import { useRenameClient } from './api';
import { clientNameError } from './rules';

interface RenameClientDialogProps {
  client: Client;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export default function RenameClientDialog({ client, open, onOpenChange }: RenameClientDialogProps) {
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
      onOpenChange(false);
    },
  });
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Rename client">
      <form {...form.props} className="grid gap-5">
        {form.error && <ErrorNotice title="The client was not renamed" error={form.error} />}
        <Field
          label="Name"
          error={form.errors.name}
          hint="Only you see it: visitors read the widget’s own name."
          required
        >
          <TextInput {...form.input('name')} autoComplete="off" />
        </Field>
        <Button type="submit" variant="primary" loading={form.busy} disabled={!form.dirty} className="justify-self-end">
          Rename
        </Button>
      </form>
    </Dialog>
  );
}
