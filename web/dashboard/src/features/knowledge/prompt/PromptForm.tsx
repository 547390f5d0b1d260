import { Plus } from 'lucide-react';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { SaveFooter } from '@/components/SaveFooter';
import { TextArea } from '@/components/TextArea';
import { toast } from '@/components/toast';
import { UnsavedGuard } from '@/components/UnsavedGuard';
import { useClient } from '@/lib/currentClient';
import { useForm } from '@/lib/useForm';
import { useSavePrompt } from '../api';
import { EXAMPLES, withExample } from './examples';

const AT_MOST = 20_000;

export function PromptForm({ mainPrompt }: { mainPrompt: string }) {
  const save = useSavePrompt(useClient().id);
  const form = useForm({
    initial: { mainPrompt },
    validate: (values) =>
      values.mainPrompt.length > AT_MOST ? { mainPrompt: 'A prompt may have 20,000 characters at most.' } : {},
    submit: async (values) => {
      await save.mutateAsync(values.mainPrompt);
      toast.success('Main prompt saved');
    },
  });
  return (
    <>
      <UnsavedGuard when={form.dirty} />
      <form {...form.props}>
        <Card footer={<SaveFooter form={form} note="It counts from the next question on." />}>
          <div className="grid gap-6">
            {form.error && <ErrorNotice title="The prompt was not saved" error={form.error} />}
            <Field label="Main prompt" error={form.errors.mainPrompt}>
              <TextArea
                {...form.input('mainPrompt')}
                rows={9}
                maxRows={24}
                limit={AT_MOST}
                placeholder="Answer in a friendly and short way. If the documents do not say it, say so."
              />
            </Field>
            <div>
              <h3 className="font-medium">Examples to begin with</h3>
              <ul className="mt-2 grid gap-3 sm:grid-cols-2">
                {EXAMPLES.map(({ title, text }) => (
                  <li key={title} className="flex flex-col items-start gap-2 rounded-lg border border-line p-4">
                    <p className="font-medium">{title}</p>
                    <p className="flex-1 text-soft">{text}</p>
                    <Button
                      size="small"
                      aria-label={`Add “${title}” to the prompt`}
                      onClick={() => form.set('mainPrompt', withExample(form.values.mainPrompt, text))}
                    >
                      <Plus aria-hidden />
                      Add
                    </Button>
                  </li>
                ))}
              </ul>
            </div>
          </div>
        </Card>
      </form>
    </>
  );
}
