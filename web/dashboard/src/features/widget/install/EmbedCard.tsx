import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { widgetQuery } from '@/api/clientQueries';
import { Card } from '@/components/Card';
import { Tabs } from '@/components/Tabs';
import { useClient } from '@/lib/currentClient';
import { CodeBlock } from '../CodeBlock';
import * as snippets from './snippets';

type Kind = 'html' | 'react' | 'next' | 'wordpress' | 'gtm';

/** The code for the site, in the form that the site needs. */
export function EmbedCard() {
  const client = useClient();
  const { data: widget } = useQuery(widgetQuery(client.id));
  const [kind, setKind] = useState<Kind>('html');
  const embed = snippets.embedOf(location.origin, client.publicApiKey, widget);
  const tab = (value: Kind, label: string, code: string, steps: ReactNode) => ({
    value,
    label,
    content: (
      <div className="grid grid-cols-1 gap-3">
        <div className="text-soft">{steps}</div>
        <CodeBlock label={`Code for ${label}`} code={code} />
      </div>
    ),
  });
  return (
    <Card title="Embed code" description="Put it on your site once. What you change here later needs no new code.">
      <Tabs
        label="Kind of site"
        value={kind}
        onChange={setKind}
        tabs={[
          tab(
            'html',
            'HTML',
            snippets.html(embed),
            <p>Paste it into every page that is to have the chat, anywhere in the head or body.</p>,
          ),
          tab(
            'react',
            'React',
            snippets.react(embed),
            <p>
              Render this component once, near the root. If you can edit the HTML file, the HTML code does as well.
            </p>,
          ),
          tab('next', 'Next.js', snippets.next(embed), <p>Put the script into your root layout.</p>),
          tab(
            'wordpress',
            'WordPress',
            snippets.wordpress(embed),
            <p>
              Add this to your theme’s <code className="font-mono">functions.php</code>. Without access to it, paste the
              HTML code into the footer with a plugin that adds code to the footer. Plugins that delay or combine
              scripts should leave this one alone: it waits by itself.
            </p>,
          ),
          tab(
            'gtm',
            'Google Tag Manager',
            snippets.tagManager(embed),
            <ol className="list-decimal space-y-1 pl-5">
              <li>Make a new tag of the type “Custom HTML” and paste the code.</li>
              <li>Choose “All Pages” as its trigger.</li>
              <li>Publish the container.</li>
            </ol>,
          ),
        ]}
      />
    </Card>
  );
}
