/** Servers that speak OpenAI's chat completions, and what their models are called. An empty address is OpenAI's own. */
export const PROVIDERS = [
  { value: 'openai', label: 'OpenAI', baseUrl: '', model: 'As it is called there, for example gpt-4o-mini.' },
  {
    value: 'azure',
    label: 'Azure OpenAI',
    baseUrl: 'https://YOUR-RESOURCE.openai.azure.com/openai/v1',
    model: 'The name of your deployment there.',
  },
  {
    value: 'mistral',
    label: 'Mistral',
    baseUrl: 'https://api.mistral.ai/v1',
    model: 'As it is called there, for example mistral-small-latest.',
  },
  {
    value: 'groq',
    label: 'Groq',
    baseUrl: 'https://api.groq.com/openai/v1',
    model: 'As it is called there, for example llama-3.3-70b-versatile.',
  },
  {
    value: 'openrouter',
    label: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    model: 'As it is called there, for example openai/gpt-4o-mini.',
  },
  {
    value: 'ollama',
    label: 'Ollama, on the server itself',
    baseUrl: 'http://127.0.0.1:11434/v1',
    model: 'As it is called there, for example llama3.2.',
  },
  { value: 'other', label: 'Another server', baseUrl: 'https://', model: 'As it is called there.' },
] as const;

export type Provider = (typeof PROVIDERS)[number]['value'];

export function providerOf(baseUrl: string): Provider {
  const address = baseUrl.trim().replace(/\/$/, '');
  if (/^https:\/\/[^/]+\.openai\.azure\.com\//.test(`${address}/`)) return 'azure';
  return PROVIDERS.find((provider) => provider.baseUrl === address)?.value ?? 'other';
}
