import { useEffect } from 'react';
import { ErrorNotice } from '@/components/ErrorNotice';
import { toast } from '@/components/toast';
import { UnsavedGuard } from '@/components/UnsavedGuard';
import { useClient } from '@/lib/currentClient';
import { useForm } from '@/lib/useForm';
import { useSaveWidget, type Widget } from '../api';
import { LoginCard } from '../identity/LoginCard';
import { Preview } from '../preview/Preview';
import { errorsIn, type Values, valuesOf } from '../values';
import { AppearanceCard } from './AppearanceCard';
import { FeaturesCard } from './FeaturesCard';
import { QuestionsCard } from './QuestionsCard';
import { SaveBar } from './SaveBar';
import { TextsCard } from './TextsCard';

export function DesignForm({ widget }: { widget: Widget }) {
  const client = useClient();
  const save = useSaveWidget(client.id);
  const form = useForm<Values>({
    initial: valuesOf(widget),
    validate: errorsIn,
    submit: async (values) => {
      await save.mutateAsync({ values, logo: widget.logo });
      toast.success('Widget saved', { text: 'Pages that have it show it with their next visitor.' });
    },
  });

  // What is saved, here or elsewhere, is what stands here; changes that nobody saved are not written over.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the form itself is another one each time
  useEffect(() => {
    if (!form.dirty) form.reset(valuesOf(widget));
  }, [widget, form.dirty]);

  return (
    <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_26rem] xl:gap-8">
      {/* What has the focus is never under the bar at the foot. */}
      <form
        {...form.props}
        className="grid grid-cols-1 gap-6 [&_:is(input,select,textarea,button,summary)]:scroll-mb-24"
      >
        <AppearanceCard form={form} />
        <TextsCard form={form} />
        <QuestionsCard form={form} />
        <FeaturesCard form={form} />
        <LoginCard form={form} />
        {form.error && <ErrorNotice title="Not saved" error={form.error} />}
        <SaveBar
          isDirty={form.dirty}
          isBusy={form.busy}
          problems={Object.keys(form.errors).length}
          onDiscard={() => form.reset(valuesOf(widget))}
        />
      </form>
      <div className="lg:sticky lg:top-6">
        <Preview values={form.values} />
      </div>
      <UnsavedGuard when={form.dirty} />
    </div>
  );
}
