import { Link } from '@/components/Link';
import { WarningNote } from '@/components/WarningNote';
import { useClient } from '@/lib/currentClient';
import type { Answers } from '../api';
import { readsPrompt } from './readsPrompt';

/** Says so when nobody reads the prompt. */
export function PromptNote({ answers }: { answers: Answers }) {
  const client = useClient();
  const reads = readsPrompt(answers);
  if (reads === 'yes') return null;
  return (
    <WarningNote>
      {reads === 'no'
        ? 'The built-in answerer is chosen, and it does not read prompts: it quotes what your documents say. '
        : 'You have chosen no model or workflow. Unless whoever runs this service has set one for all, the built-in answerer answers, and it does not read prompts: it quotes what your documents say. '}
      A prompt that you save here is used as soon as a model or workflow answers.{' '}
      <Link to={`/clients/${client.id}/settings/answers`}>Choose who answers</Link>
    </WarningNote>
  );
}
