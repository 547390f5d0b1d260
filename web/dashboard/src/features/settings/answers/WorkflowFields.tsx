import { Field } from '@/components/Field';
import { Link } from '@/components/Link';
import { TextInput } from '@/components/TextInput';
import type { useForm } from '@/lib/useForm';
import type { Answers } from '../api';
import { SecretField } from './SecretField';
import { losesWebhookSecret, type Values } from './values';

interface FieldsProps {
  form: ReturnType<typeof useForm<Values>>;
  saved: Answers;
  clientId: string;
}

/** The n8n workflow, or whatever answers at that address. */
export const WorkflowFields = ({ form, saved, clientId }: FieldsProps) => (
  <div className="grid gap-5">
    <Field
      label="Webhook URL"
      error={form.errors.webhookUrl}
      hint="The production URL of the node “Webhook” or “Chat Trigger”. The test URL works only while the editor listens."
    >
      <TextInput
        {...form.input('webhookUrl')}
        type="url"
        placeholder="https://n8n.example.com/webhook/conference-chat"
        autoComplete="off"
        spellCheck={false}
      />
    </Field>
    <SecretField
      name="webhookSecret"
      label="Secret"
      hint="Sent with every question as X-Webhook-Secret, so that only we can ask your workflow. Enter the same in n8n, as Header Auth of the webhook."
      value={form.values.webhookSecret}
      onChange={(value) => form.set('webhookSecret', value)}
      error={form.errors.webhookSecret}
      isKept={saved.n8n.hasWebhookSecret}
      isLost={losesWebhookSecret(form.values, saved)}
    />
    <details className="group rounded-lg border border-line">
      <summary className="rounded-lg px-4 py-3 font-medium">How to set up the workflow</summary>
      <ol className="list-decimal space-y-2 px-4 pb-4 pl-9 text-soft">
        <li>
          Make an <Link to={`/clients/${clientId}/knowledge/tokens`}>access token</Link>, so that the workflow can
          search your documents.
        </li>
        <li>
          In n8n, import <code className="font-mono text-xs">docs/n8n/conference-chat.json</code> of Conference Chat, or
          begin with a <em>Webhook</em> node: POST, Header Auth with the name{' '}
          <code className="font-mono text-xs">X-Webhook-Secret</code>, response by a <em>Respond to Webhook</em> node.
        </li>
        <li>
          It is sent{' '}
          <code className="font-mono text-xs break-all">{'{"message", "sessionId", "clientId", "timestamp"}'}</code>,
          and <code className="font-mono text-xs">history</code>, <code className="font-mono text-xs">prompt</code>,{' '}
          <code className="font-mono text-xs">tagPrompts</code> and <code className="font-mono text-xs">language</code>{' '}
          where there is any.
        </li>
        <li>
          Within 28 seconds it answers{' '}
          <code className="font-mono text-xs break-all">
            {'{"response": "…", "sources": [{"title", "url", "excerpt"}]}'}
          </code>
          ; sources may be missing. Streaming works, too.
        </li>
        <li>Activate the workflow, copy its production URL, save it here, and test it below.</li>
      </ol>
    </details>
  </div>
);
