import type { Answers, AnswersChange } from '../api';

export type Choice = Answers['answerer'];

/** What the form holds. Of a secret: empty to keep what there is, null to take it away, else the new one. */
export type Values = {
  answerer: Choice;
  webhookUrl: string;
  webhookSecret: string | null;
  baseUrl: string;
  apiKey: string | null;
  model: string;
};

export const valuesOf = ({ answerer, n8n, openai }: Answers): Values => ({
  answerer,
  webhookUrl: n8n.webhookUrl ?? '',
  webhookSecret: '',
  baseUrl: openai.baseUrl ?? '',
  apiKey: '',
  model: openai.model ?? '',
});

/** Only what is another: an address that is named takes its secret away. */
export function changeOf(values: Values, saved: Answers): AnswersChange {
  const before = valuesOf(saved);
  const text = (name: 'webhookUrl' | 'baseUrl' | 'model') =>
    values[name].trim() === before[name] ? {} : { [name]: values[name].trim() || null };
  const secret = (name: 'webhookSecret' | 'apiKey') => {
    const value = values[name]?.trim() ?? null;
    return value === '' ? {} : { [name]: value };
  };
  const n8n = { ...text('webhookUrl'), ...secret('webhookSecret') };
  const openai = { ...text('baseUrl'), ...secret('apiKey'), ...text('model') };
  return {
    ...(values.answerer !== before.answerer && { answerer: values.answerer }),
    ...(Object.keys(n8n).length > 0 && { n8n }),
    ...(Object.keys(openai).length > 0 && { openai }),
  };
}

/** Whether the secret that is kept belongs to an address that is about to go. */
export const losesWebhookSecret = ({ webhookUrl }: Values, { n8n }: Answers) =>
  n8n.hasWebhookSecret && webhookUrl.trim() !== (n8n.webhookUrl ?? '');
export const losesApiKey = ({ baseUrl }: Values, { openai }: Answers) =>
  openai.hasApiKey && baseUrl.trim() !== (openai.baseUrl ?? '');

const PLAIN = /^[!-~]+$/;

export function errorsOf(values: Values, saved: Answers): Partial<Record<keyof Values, string>> {
  const { answerer, webhookSecret, apiKey } = values;
  const hasKey = apiKey ? true : apiKey === '' && saved.openai.hasApiKey && !losesApiKey(values, saved);
  const found = {
    webhookUrl:
      addressError(values.webhookUrl) ??
      (answerer === 'n8n' && !values.webhookUrl.trim()
        ? 'Enter the production URL of the workflow’s webhook.'
        : undefined),
    webhookSecret: secretError(webhookSecret),
    baseUrl: values.baseUrl.includes('YOUR-RESOURCE')
      ? 'Put the name of your Azure resource in the place of YOUR-RESOURCE.'
      : addressError(values.baseUrl),
    apiKey: secretError(apiKey) ?? (answerer === 'openai' && !hasKey ? 'Enter the API key.' : undefined),
    model:
      answerer === 'openai' && !values.model.trim()
        ? 'Enter the model’s name.'
        : values.model.trim().length > 200
          ? 'The name has at most 200 characters.'
          : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, error]) => error !== undefined));
}

function secretError(secret: string | null) {
  const text = secret?.trim() ?? '';
  if (text === '') return undefined;
  if (text.length > 1000) return 'It has at most 1,000 characters.';
  return PLAIN.test(text) ? undefined : 'It is made of visible ASCII characters, without spaces in it.';
}

/** What the server accepts depends on the deployment; this is what it never does. */
function addressError(typed: string) {
  const address = typed.trim();
  if (address === '') return undefined;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return 'Enter a full address that begins with https://.';
  if (url.username || url.password) return 'Leave user name and password out of the address.';
  return address.length > 2000 ? 'The address has at most 2,000 characters.' : undefined;
}
