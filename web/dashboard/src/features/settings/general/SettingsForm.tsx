import { useState } from 'react';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { Combobox } from '@/components/Combobox';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { SaveFooter } from '@/components/SaveFooter';
import { Select } from '@/components/Select';
import { TextInput } from '@/components/TextInput';
import { toast } from '@/components/toast';
import { UnsavedGuard } from '@/components/UnsavedGuard';
import { useClient } from '@/lib/currentClient';
import { plural } from '@/lib/format';
import { useForm } from '@/lib/useForm';
import { type ClientSettings, useSaveSettings } from '../api';
import { languageOptions } from './languages';
import { AT_MOST, daysOf, isShorter, PRESETS, retentionOf } from './retention';
import { matching, offsetOf, ownTimeZone, shownName, timeZones } from './timeZones';

export function SettingsForm({ settings }: { settings: ClientSettings }) {
  const save = useSaveSettings(useClient().id);
  const [asking, setAsking] = useState(false);
  const { preset, days } = retentionOf(settings.retentionDays);
  const form = useForm({
    initial: { language: settings.language, timeZone: settings.timeZone, preset, retentionDays: days },
    validate: (values) =>
      Number.isNaN(retentionIn(values)) ? { retentionDays: `Enter a whole number of days, from 1 to ${AT_MOST}.` } : {},
    submit: async (values) => {
      const { language, timeZone } = values;
      await save.mutateAsync({ language, timeZone, retentionDays: retentionIn(values) });
      toast.success('Settings saved');
    },
  });
  const { values } = form;
  const retention = retentionIn(values);
  const shortened = isShorter(retention, settings.retentionDays) ? retention : null;
  const own = ownTimeZone();
  return (
    <form
      {...form.props}
      onSubmit={(event) => {
        if (shortened === null) return form.props.onSubmit(event);
        event.preventDefault();
        setAsking(true);
      }}
    >
      <Card
        title="Language, time and memory"
        footer={<SaveFooter form={form} note={form.dirty ? 'Not saved yet.' : 'Counts from the next question on.'} />}
      >
        <div className="grid gap-6">
          {form.error && <ErrorNotice title="The settings were not saved" error={form.error} />}
          <Field
            label="Language of your documents"
            error={form.errors.language}
            hint="What documents and questions are read as when they do not tell by themselves, so that “speakers” finds “speaker”. Documents that are here already: process them again after a change. The language of the chat’s buttons is the widget’s."
          >
            <Select {...form.input('language')} options={languageOptions(values.language)} className="sm:max-w-sm" />
          </Field>
          <div>
            <Field
              label="Time zone"
              error={form.errors.timeZone}
              hint="When a day begins in your figures and exports. Type a city to find it."
              aside={offsetOf(values.timeZone)}
              className="sm:max-w-sm"
            >
              <Combobox
                {...form.input('timeZone')}
                find={(typed) => matching(timeZones(settings.timeZone), typed)}
                text={shownName}
                option={(zone) => <ZoneOption zone={zone} />}
              />
            </Field>
            {own !== values.timeZone && (
              <Button size="small" className="mt-2" onClick={() => form.set('timeZone', own)}>
                Use this browser’s: {shownName(own)}
              </Button>
            )}
          </div>
          <div className="grid gap-3">
            <Field
              label="Keep conversations"
              hint="Counted from a conversation’s last message; then it is deleted with its messages. Your figures stay. Keep no longer than you need: it is your visitors’ words."
            >
              <Select {...form.input('preset')} options={PRESETS} className="sm:max-w-sm" />
            </Field>
            {values.preset === 'own' && (
              <Field label="Days" error={form.errors.retentionDays} hint={`1 to ${AT_MOST}`} className="max-w-32">
                <TextInput {...form.input('retentionDays')} inputMode="numeric" autoComplete="off" />
              </Field>
            )}
          </div>
        </div>
      </Card>
      <UnsavedGuard when={form.dirty} />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Keep conversations for a shorter time?"
        action="Save and delete older ones"
        onConfirm={() => form.props.onSubmit()}
      >
        <p>
          Conversations in which nothing was said for {plural(shortened ?? 0, 'day')} are deleted soon after you save,
          for good. Export them before if you need them.
        </p>
      </ConfirmDialog>
    </form>
  );
}

const retentionIn = ({ preset, retentionDays }: { preset: (typeof PRESETS)[number]['value']; retentionDays: string }) =>
  daysOf({ preset, days: retentionDays });

const ZoneOption = ({ zone }: { zone: string }) => (
  <span className="flex min-w-0 flex-1 justify-between gap-3">
    <span className="truncate">{shownName(zone)}</span>
    <span className="shrink-0 text-soft tabular-nums">{offsetOf(zone)}</span>
  </span>
);
