import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { Field } from '@/components/Field';
import { TextArea } from '@/components/TextArea';
import { TextInput } from '@/components/TextInput';
import { useForm } from '@/lib/useForm';
import { errorsOf } from '../documents/fields';

interface QuestionFormProps {
  question: string;
  context: string;
  busy: boolean;
  onTest: (asked: { question: string; context: string }) => void;
}

export function QuestionForm({ question, context, busy, onTest }: QuestionFormProps) {
  const [withContext, setWithContext] = useState(context !== '');
  const form = useForm({
    initial: { question, context },
    validate: (values) =>
      errorsOf({
        question: values.question.trim() ? undefined : 'Write a question.',
        context: values.context.length > 4000 ? 'At most 4,000 characters.' : undefined,
      }),
    submit: async (values) =>
      onTest({ question: values.question.trim(), context: withContext ? values.context.trim() : '' }),
  });
  // Another question by a link or by the browser's back. No key at the form: the cursor stays where it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what the address says
  useEffect(() => {
    form.reset({ question, context });
    setWithContext(context !== '');
  }, [question, context]);
  return (
    <Card>
      <form {...form.props} className="grid gap-4">
        <div className="flex flex-wrap items-start gap-2">
          <Field label="Question" hideLabel error={form.errors.question} className="min-w-0 flex-1 basis-52">
            <TextInput
              {...form.input('question')}
              maxLength={2000}
              placeholder="Where is lunch?"
              autoComplete="off"
              enterKeyHint="search"
            />
          </Field>
          <Button type="submit" variant="primary" loading={busy} className="max-sm:h-11 max-sm:w-full">
            <Search aria-hidden />
            Test
          </Button>
        </div>
        {withContext ? (
          <Field
            label="The question before"
            hint="A follow-up such as “And on Sunday?” is understood by what was asked before it."
            error={form.errors.context}
          >
            <TextArea {...form.input('context')} rows={2} maxRows={6} placeholder="When does registration open?" />
          </Field>
        ) : (
          <Button variant="ghost" size="small" className="justify-self-start" onClick={() => setWithContext(true)}>
            It is a follow-up: add the question before
          </Button>
        )}
      </form>
    </Card>
  );
}
