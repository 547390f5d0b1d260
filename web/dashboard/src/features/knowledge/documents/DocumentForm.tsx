import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { SaveFooter } from '@/components/SaveFooter';
import { TextArea } from '@/components/TextArea';
import { TextInput } from '@/components/TextInput';
import { toast } from '@/components/toast';
import { UnsavedGuard } from '@/components/UnsavedGuard';
import { useClient } from '@/lib/currentClient';
import { useForm } from '@/lib/useForm';
import { type KnowledgeDocument, useUpdateDocument } from '../api';
import { bodyError, dayOf, errorsOf, momentOf, titleError, urlError } from './fields';
import { TagPicker } from './TagPicker';

const valuesOf = ({ title, url, datedAt, tags, body }: KnowledgeDocument) => ({
  title,
  url: url ?? '',
  day: dayOf(datedAt),
  tagIds: tags.map(({ id }) => id),
  body: body ?? '',
});

/** What may be changed of a document. */
export function DocumentForm({ document }: { document: KnowledgeDocument }) {
  const update = useUpdateDocument(useClient().id);
  const isText = document.fileName === null;
  const saved = valuesOf(document);
  const form = useForm({
    initial: saved,
    validate: ({ title, url, day, body }) =>
      errorsOf({
        title: titleError(title),
        url: urlError(url),
        day: day ? undefined : 'Choose a day.',
        body: isText ? bodyError(body) : undefined,
      }),
    submit: async ({ title, url, day, tagIds, body }) => {
      await update.mutateAsync({
        documentId: document.id,
        title: title.trim(),
        url: url.trim() || null,
        tagIds,
        // The same day keeps its time.
        ...(day !== saved.day && { datedAt: momentOf(day) }),
        // Another text is read anew, the same one need not be.
        ...(isText && body !== saved.body && { body }),
      });
      toast.success('Document saved');
    },
    errorsOf: ({ details }) => {
      const date = details.find(({ path }) => path[0] === 'datedAt');
      return date ? { day: date.message } : {};
    },
  });
  const { tagIds } = form.values;

  return (
    <>
      <UnsavedGuard when={form.dirty} />
      <form {...form.props}>
        <Card
          title="Details"
          footer={
            <SaveFooter
              form={form}
              note={isText ? 'A changed text is read again; the old one answers meanwhile.' : ''}
            />
          }
        >
          <div className="grid gap-5">
            {form.error && <ErrorNotice title="The document was not saved" error={form.error} />}
            <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_12rem]">
              <Field
                label="Title"
                hint="Visitors see it as the source of an answer."
                error={form.errors.title}
                required
              >
                <TextInput {...form.input('title')} maxLength={200} />
              </Field>
              <Field label="Date" hint="Newer ones come a little earlier." error={form.errors.day} required>
                <TextInput {...form.input('day')} type="date" />
              </Field>
            </div>
            <Field
              label="Link to the original"
              hint="Optional. Where visitors can read it themselves."
              error={form.errors.url}
            >
              <TextInput {...form.input('url')} type="url" inputMode="url" placeholder="https://…" />
            </Field>
            <TagPicker
              stateOf={(id) => tagIds.includes(id)}
              onChange={(id, on) => form.set('tagIds', on ? [...tagIds, id] : tagIds.filter((other) => other !== id))}
            />
            {isText && (
              <Field label="Text" hint="Plain text or Markdown." error={form.errors.body} required>
                <TextArea {...form.input('body')} rows={10} maxRows={28} />
              </Field>
            )}
          </div>
        </Card>
      </form>
    </>
  );
}
