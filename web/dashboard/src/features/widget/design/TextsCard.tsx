import { Card } from '@/components/Card';
import { Field } from '@/components/Field';
import { Select } from '@/components/Select';
import { TextArea } from '@/components/TextArea';
import { TextInput } from '@/components/TextInput';
import { SETTINGS } from '../languages';
import { LIMITS } from '../values';
import type { WidgetForm } from './form';

export function TextsCard({ form }: { form: WidgetForm }) {
  return (
    <Card title="Texts">
      <div className="grid gap-5">
        <Field label="Name" hint="The title of the chat." error={form.errors.widgetName} required>
          <TextInput {...form.input('widgetName')} maxLength={LIMITS.widgetName} dir="auto" autoComplete="off" />
        </Field>
        <Field label="Welcome message" error={form.errors.welcomeMessage}>
          <TextArea {...form.input('welcomeMessage')} limit={LIMITS.welcomeMessage} />
        </Field>
        <Field
          label="Text in the empty input"
          hint="Leave it empty for the widget’s own words in the visitor’s language."
          error={form.errors.inputPlaceholder}
        >
          <TextInput
            {...form.input('inputPlaceholder')}
            placeholder="Ask a question…"
            maxLength={LIMITS.inputPlaceholder}
            dir="auto"
            autoComplete="off"
          />
        </Field>
        <Field label="Language" hint="Of buttons and notes, not of the answers." error={form.errors.language}>
          <Select {...form.input('language')} options={SETTINGS} />
        </Field>
      </div>
    </Card>
  );
}
