import { Play } from 'lucide-react';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { TextInput } from '@/components/TextInput';
import { useForm } from '@/lib/useForm';
import { useTestAnswers } from '../api';
import { TestResult } from './TestResult';

/** Asks who was saved, as a visitor would. */
export function TestCard({ clientId, dirty }: { clientId: string; dirty: boolean }) {
  const test = useTestAnswers(clientId);
  const form = useForm({
    initial: { question: '' },
    validate: ({ question }) => {
      if (question.trim() === '') return { question: 'Enter a question that your visitors could ask.' };
      return question.length > 2000 ? { question: 'A question has at most 2,000 characters.' } : {};
    },
    submit: ({ question }) => test.mutateAsync(question.trim()),
  });
  return (
    <Card
      title="Test"
      description="Asks whoever is saved, as for a visitor. No conversation is kept and no figure changes; a model’s provider may charge for it."
    >
      <form {...form.props}>
        <div className="flex items-start gap-2">
          <Field
            label="Question"
            hideLabel
            error={form.errors.question}
            hint={dirty ? 'Save first: what is asked is what was saved before.' : undefined}
            className="min-w-0 flex-1"
          >
            <TextInput {...form.input('question')} placeholder="When does the keynote start?" autoComplete="off" />
          </Field>
          <Button type="submit" loading={form.busy} disabled={dirty} className="max-sm:h-11">
            <Play aria-hidden />
            Test
          </Button>
        </div>
        {form.error && (
          <div className="mt-4">
            <ErrorNotice title="The question could not be asked" error={form.error} />
          </div>
        )}
        <div role="status" aria-busy={form.busy}>
          {form.busy && <p className="mt-4 text-soft">Waiting for the answer, for up to 28 seconds…</p>}
          {!form.busy && test.data && <TestResult result={test.data} />}
        </div>
      </form>
    </Card>
  );
}
