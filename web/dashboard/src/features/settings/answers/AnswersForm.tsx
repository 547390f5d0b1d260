import { useEffect } from 'react';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { RadioGroup } from '@/components/RadioGroup';
import { SaveFooter } from '@/components/SaveFooter';
import { toast } from '@/components/toast';
import { UnsavedGuard } from '@/components/UnsavedGuard';
import { useForm } from '@/lib/useForm';
import { type Answers, useSaveAnswers } from '../api';
import { ModelFields } from './ModelFields';
import { changeOf, errorsOf, type Values, valuesOf } from './values';
import { WorkflowFields } from './WorkflowFields';

const OPTIONS = [
  {
    value: 'auto',
    label: 'Automatic',
    hint: 'Your workflow if there is one, else your model, else whoever this deployment has, else the built-in search.',
  },
  {
    value: 'built_in',
    label: 'Built in',
    hint: 'Quotes the passages of your documents that fit. Costs nothing, sends nothing anywhere, invents nothing.',
  },
  {
    value: 'n8n',
    label: 'n8n workflow',
    hint: 'Every question goes to your own workflow, which can look things up, book, and use any model.',
  },
  {
    value: 'openai',
    label: 'Language model',
    hint: 'Answers in its own words from the passages of your documents that fit, and cites them. You pay its provider.',
  },
] as const;

interface AnswersFormProps {
  clientId: string;
  saved: Answers;
  /** Whether what is tested is not what is seen. */
  onDirty: (dirty: boolean) => void;
  onSaved: () => void;
}

export function AnswersForm({ clientId, saved, onDirty, onSaved }: AnswersFormProps) {
  const save = useSaveAnswers(clientId);
  const form = useForm<Values>({
    initial: valuesOf(saved),
    validate: (values) => errorsOf(values, saved),
    submit: async (values) => {
      await save.mutateAsync(changeOf(values, saved));
      toast.success('Saved', { text: 'Test below whether it answers.' });
      onSaved();
    },
  });
  const { answerer } = form.values;
  const { dirty } = form;
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  return (
    <form {...form.props}>
      <Card footer={<SaveFooter form={form} note="It counts from the next question on." />}>
        <div className="grid gap-6">
          {form.error && <ErrorNotice title="It was not saved" error={form.error} />}
          <RadioGroup
            label="Who answers"
            value={answerer}
            onChange={(value: Values['answerer']) => form.set('answerer', value)}
            options={OPTIONS}
          />
          {answerer === 'auto' && <p className="text-soft">{automatic(saved)}</p>}
          {(answerer === 'n8n' || answerer === 'auto') && (
            <Part title={answerer === 'auto' ? 'Your workflow, if you have one' : 'Your workflow'}>
              <WorkflowFields form={form} saved={saved} clientId={clientId} />
            </Part>
          )}
          {(answerer === 'openai' || answerer === 'auto') && (
            <Part title={answerer === 'auto' ? 'Your model, if you have one' : 'Your model'}>
              <ModelFields form={form} saved={saved} />
            </Part>
          )}
        </div>
      </Card>
      <UnsavedGuard when={form.dirty} />
    </form>
  );
}

/** Whom `auto` comes to, as far as it is saved here. */
function automatic({ n8n, openai }: Answers) {
  if (n8n.webhookUrl) return 'As it is saved now, your workflow answers.';
  if (openai.model && (openai.hasApiKey || openai.baseUrl)) return 'As it is saved now, your model answers.';
  return 'As it is saved now, whoever this deployment has answers, else the built-in search: the test below says who.';
}

const Part = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <div className="border-t border-line pt-6">
    <h2 className="mb-4 text-[0.9375rem] font-semibold">{title}</h2>
    {children}
  </div>
);
