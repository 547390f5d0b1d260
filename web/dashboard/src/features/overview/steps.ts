import type { Client } from '@/api/types';
import { clientLinks } from '@/lib/clientLinks';

/** What is known of a client; undefined where it is not known (yet). */
export interface Known {
  hasDocument: boolean | undefined;
  isStyled: boolean | undefined;
  isInstalled: boolean | undefined;
  wasAsked: boolean | undefined;
}

export interface Step {
  title: string;
  text: string;
  done: boolean | undefined;
  action: string;
  to: string;
}

/** From an empty client to a visitor's first question, in the order in which it is best done. */
export const stepsOf = (client: Client, known: Known): Step[] => [
  {
    title: 'Create your account and first client',
    text: 'Done: a client is one conference with a chat of its own.',
    done: true,
    action: 'Open settings',
    to: clientLinks.settings(client.id),
  },
  {
    title: 'Add what visitors ask about',
    text: 'Upload the programme, venue and ticket details, or write a few sentences. Answers are made from these only.',
    done: known.hasDocument,
    action: 'Add documents',
    to: `/clients/${client.id}/knowledge/documents`,
  },
  {
    title: 'Make the widget yours',
    text: 'Your colour, logo, greeting, and questions to suggest.',
    done: known.isStyled,
    action: 'Design the widget',
    to: clientLinks.widget(client.id),
  },
  {
    title: 'Say which sites may use it',
    text: 'So that nobody else can put your chat on their pages.',
    done: client.allowedDomains.length > 0,
    action: 'Set allowed domains',
    to: clientLinks.settings(client.id, 'domains'),
  },
  {
    title: 'Put it on your site',
    text: 'One line of code. This ticks itself when the widget is first opened there.',
    done: known.isInstalled,
    action: 'Get the code',
    to: clientLinks.install(client.id),
  },
  {
    title: 'Get the first question',
    text: 'Ask it yourself on your site. It appears among the conversations.',
    done: known.wasAsked,
    action: 'Open conversations',
    to: `/clients/${client.id}/conversations`,
  },
];
