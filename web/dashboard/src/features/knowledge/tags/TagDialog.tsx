import { useId } from 'react';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { TextArea } from '@/components/TextArea';
import { TextInput } from '@/components/TextInput';
import { toast } from '@/components/toast';
import { useClient } from '@/lib/currentClient';
import { useForm } from '@/lib/useForm';
import { type Tag, useSaveTag } from '../api';
import { errorsOf } from '../documents/fields';

const PROMPT_AT_MOST = 4000;

interface TagDialogProps {
  /** Null for a new one. */
  tag: Tag | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function TagDialog({ tag, open, onOpenChange }: TagDialogProps) {
  const id = useId();
  const save = useSaveTag(useClient().id);
  const form = useForm({
    initial: { name: tag?.name ?? '', prompt: tag?.prompt ?? '' },
    validate: ({ name, prompt }) =>
      errorsOf({
        name: name.trim() ? undefined : 'Give it a name.',
        prompt: prompt.length > PROMPT_AT_MOST ? 'A prompt may have 4,000 characters at most.' : undefined,
      }),
    submit: async ({ name, prompt }) => {
      await save.mutateAsync({ ...(tag && { tagId: tag.id }), name: name.trim(), prompt });
      toast.success(tag ? 'Tag saved' : `Tag “${name.trim()}” created`);
      onOpenChange(false);
    },
    errorsOf: ({ status }) =>
      status === 409 ? { name: 'There is a tag of this name, in the same or other letters.' } : {},
  });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={tag ? `Edit “${tag.name}”` : 'New tag'}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={id} variant="primary" loading={form.busy} disabled={tag !== null && !form.dirty}>
            {tag ? 'Save' : 'Create tag'}
          </Button>
        </>
      }
    >
      <form id={id} {...form.props} className="grid gap-5">
        {form.error && <ErrorNotice title="The tag was not saved" error={form.error} />}
        <Field label="Name" hint="A word that visitors use, such as “Venue”." error={form.errors.name} required>
          <TextInput {...form.input('name')} maxLength={60} autoComplete="off" />
        </Field>
        <Field
          label="Prompt"
          hint="Optional. Goes along with questions that name the tag or find its documents. Only a model or workflow reads it."
          error={form.errors.prompt}
        >
          <TextArea
            {...form.input('prompt')}
            rows={4}
            maxRows={12}
            limit={PROMPT_AT_MOST}
            placeholder="Always give the street address and the nearest station."
          />
        </Field>
      </form>
    </Dialog>
  );
}
