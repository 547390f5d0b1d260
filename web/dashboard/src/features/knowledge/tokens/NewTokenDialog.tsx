import { useId, useState } from 'react';
import { Button } from '@/components/Button';
import { CopyButton, CopyField } from '@/components/CopyButton';
import { Dialog } from '@/components/Dialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { TextInput } from '@/components/TextInput';
import { useClient } from '@/lib/currentClient';
import { useForm } from '@/lib/useForm';
import { useCreateToken } from '../api';

interface NewTokenDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Makes a token, then shows its value this once. */
export function NewTokenDialog({ open, onOpenChange }: NewTokenDialogProps) {
  const id = useId();
  const create = useCreateToken(useClient().id);
  const [value, setValue] = useState<string | null>(null);
  const form = useForm({
    initial: { name: '' },
    validate: ({ name }) => (name.trim() ? {} : { name: 'Give it a name.' }),
    submit: async ({ name }) => setValue((await create.mutateAsync(name.trim())).value),
  });
  if (value) {
    return (
      <Dialog
        open={open}
        onOpenChange={onOpenChange}
        title="Copy your token now"
        description="It is shown this once. Keep it where only your program reads it."
        footer={
          <Button variant="primary" onClick={() => onOpenChange(false)}>
            I have copied it
          </Button>
        }
      >
        <div className="grid grid-cols-1 gap-5">
          <CopyField label="Token" text={value} />
          <Try value={value} />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New token"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={id} variant="primary" loading={form.busy}>
            Create token
          </Button>
        </>
      }
    >
      <form id={id} {...form.props} className="grid gap-5">
        {form.error && <ErrorNotice title="The token was not created" error={form.error} />}
        <Field label="Name" hint="The program that will use it." error={form.errors.name} required>
          <TextInput {...form.input('name')} maxLength={60} autoComplete="off" placeholder="n8n workflow" />
        </Field>
      </form>
    </Dialog>
  );
}

function Try({ value }: { value: string }) {
  const command = `curl -H "Authorization: Bearer ${value}" \\\n  "${location.origin}/api/knowledge/search?question=Where+is+lunch"`;
  return (
    <div>
      <div className="mb-1.5 flex items-center justify-between gap-3">
        <p className="font-medium">Try it</p>
        <CopyButton text={command} label="Copy command" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto rounded-lg bg-muted p-3 font-mono text-xs">
        {command}
      </pre>
    </div>
  );
}
