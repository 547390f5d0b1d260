import { Card } from '@/components/Card';
import { useClient } from '@/lib/currentClient';
import { CodeBlock } from '../CodeBlock';
import { embedOf, policy } from './snippets';

/** For sites that say which scripts may run on them. */
export function PolicyCard() {
  const client = useClient();
  const embed = embedOf(location.origin, client.publicApiKey, undefined);
  return (
    <Card
      title="Content security policy"
      description="Only if your site sends one. Add these sources to what is there already; the widget needs no style-src and nothing unsafe."
    >
      <CodeBlock label="Directives" code={policy(embed)} />
      <p className="mt-3 text-[0.8125rem] text-soft">
        With nonces, give the tag its nonce instead and have 'strict-dynamic' in script-src. If answers come from an
        address of their own (CHAT_URL of the server), connect-src needs that one too.
      </p>
    </Card>
  );
}
