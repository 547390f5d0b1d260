import { Card } from '@/components/Card';
import { Field } from '@/components/Field';
import { Switch } from '@/components/Switch';
import { TextInput } from '@/components/TextInput';
import type { WidgetForm } from './form';

export function FeaturesCard({ form }: { form: WidgetForm }) {
  const { showSources, showFeedback, sound } = form.values;
  return (
    <Card title="Features">
      <div className="grid gap-4">
        <Switch
          label="Sources"
          hint="Answers say which documents they are made from."
          checked={showSources}
          onChange={(value) => form.set('showSources', value)}
        />
        <Switch
          label="Ratings"
          hint="Visitors can say whether an answer helped. You find their ratings in the analytics."
          checked={showFeedback}
          onChange={(value) => form.set('showFeedback', value)}
        />
        <Switch
          label="Sound"
          hint="A short, soft tone when an answer is complete."
          checked={sound}
          onChange={(value) => form.set('sound', value)}
        />
        <Field
          label="Privacy policy"
          hint="Linked below the chat. Leave it empty for no link."
          error={form.errors.privacyUrl}
          className="mt-1"
        >
          <TextInput
            {...form.input('privacyUrl')}
            type="url"
            inputMode="url"
            placeholder="https://conference.example/privacy"
            maxLength={2000}
          />
        </Field>
      </div>
    </Card>
  );
}
