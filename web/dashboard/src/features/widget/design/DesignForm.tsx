import { useEffect, useRef } from 'react';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { toast } from '@/components/toast';
import { useClient } from '@/lib/currentClient';
import { useForm } from '@/lib/useForm';
import { useSaveWidget, type Widget } from '../api';
import { LoginCard } from '../identity/LoginCard';
import { Preview } from '../preview/Preview';
import { errorsIn, type Values, valuesOf } from '../values';
import { AppearanceCard } from './AppearanceCard';
import { draftOf, keepDraft } from './drafts';
import { FeaturesCard } from './FeaturesCard';
import { QuestionsCard } from './QuestionsCard';
import { SaveBar } from './SaveBar';
import { TextsCard } from './TextsCard';
import { useLeaveWarning } from './useLeaveWarning';

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
  const leaving = useLeaveWarning(form.dirty);

  // What is saved, here or elsewhere, is what stands here; changes that nobody saved are not written over.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the form itself is another one each time
  useEffect(() => {
    if (!form.dirty) form.reset(valuesOf(widget));
  }, [widget, form.dirty]);
  // After the effect above, which would write over the draft.
  const forgetDraft = useDraft(client.id, form);

  return (
    <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_26rem] xl:gap-8">
      <form {...form.props} className="grid grid-cols-1 gap-6">
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
      <ConfirmDialog
        open={leaving.isAsking}
        onOpenChange={(open) => !open && leaving.stay()}
        title="Leave without saving?"
        action="Discard and leave"
        onConfirm={async () => {
          forgetDraft();
          leaving.leave();
        }}
      >
        <p>Your changes to the widget are not saved yet.</p>
      </ConfirmDialog>
    </div>
  );
}

/** Takes up the changes that were left behind here, and leaves them behind, unless they are to be forgotten. */
function useDraft(clientId: string, form: { dirty: boolean; values: Values; set: SetValue }) {
  const draft = form.dirty ? form.values : null;
  const latest = useRef(draft);
  const isForgotten = useRef(false);
  latest.current = draft;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the page comes and when it goes
  useEffect(() => {
    const kept = draftOf(clientId);
    if (kept) for (const name of Object.keys(kept) as (keyof Values)[]) form.set(name, kept[name]);
    return () => keepDraft(clientId, isForgotten.current ? null : latest.current);
  }, []);
  return () => {
    isForgotten.current = true;
  };
}

type SetValue = <Name extends keyof Values>(name: Name, value: Values[Name]) => void;
