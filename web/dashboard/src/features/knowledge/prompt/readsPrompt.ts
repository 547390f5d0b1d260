import type { Answers } from '../api';

/** Whether who answers reads prompts; `deployment` when that depends on what the operator has set for all. */
export function readsPrompt({ answerer, n8n, openai }: Answers): 'yes' | 'no' | 'deployment' {
  if (answerer === 'built_in') return 'no';
  if (answerer !== 'auto') return 'yes';
  return n8n.webhookUrl !== null || (openai.hasApiKey && openai.model !== null) ? 'yes' : 'deployment';
}
