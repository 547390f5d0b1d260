import { useNavigate, useSearchParams } from 'react-router';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { PageHeader } from '@/components/PageHeader';
import { TextArea } from '@/components/TextArea';
import { TextInput } from '@/components/TextInput';
import { toast } from '@/components/toast';
import { UnsavedGuard } from '@/components/UnsavedGuard';
import { useClient } from '@/lib/currentClient';
import { useForm } from '@/lib/useForm';
import { useAddText } from '../api';
import { BackLink } from './BackLink';
import { bodyError, errorsOf, titleError, urlError } from './fields';
import { TagPicker } from './TagPicker';

const EXAMPLE = '# Wi-Fi\nThe network is Conference-Guest. The password is printed on your badge.\n\n# Lunch\n…';

/** A document that is written here. `?title=` begins it: from a question that found nothing. */
export function NewTextPage() {
  const client = useClient();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const add = useAddText(client.id);
  const form = useForm({
    initial: { title: params.get('title')?.slice(0, 200) ?? '', body: '', url: '', tagIds: [] as string[] },
    validate: ({ title, body, url }) =>
      errorsOf({ title: titleError(title), body: bodyError(body), url: urlError(url) }),
    submit: async ({ title, body, url, tagIds }) => {
      const { document } = await add.mutateAsync({
        title: title.trim(),
        body,
        tagIds,
        ...(url.trim() && { url: url.trim() }),
      });
      toast.success(`“${document.title}” added`, { text: 'It answers as soon as it is read.' });
      navigate(`/clients/${client.id}/knowledge/documents/${document.id}`, { replace: true });
    },
  });
  const { tagIds } = form.values;

  return (
    <>
      <BackLink />
      <PageHeader title="Write a text" description="For what stands in no file: answers to questions you hear often." />
      <UnsavedGuard when={form.dirty} />
      <form {...form.props}>
        <Card
          footer={
            <>
              <p className="text-soft">It answers within seconds.</p>
              <Button type="submit" variant="primary" loading={form.busy}>
                Add text
              </Button>
            </>
          }
        >
          <div className="grid gap-5">
            {form.error && <ErrorNotice title="The text was not added" error={form.error} />}
            <Field label="Title" hint="Visitors see it as the source of an answer." error={form.errors.title} required>
              <TextInput {...form.input('title')} maxLength={200} placeholder="Good to know" />
            </Field>
            <Field
              label="Text"
              hint="Plain text or Markdown. A heading (#) for each subject helps to find the right part."
              error={form.errors.body}
              required
            >
              <TextArea {...form.input('body')} rows={12} maxRows={28} placeholder={EXAMPLE} />
            </Field>
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
          </div>
        </Card>
      </form>
    </>
  );
}
