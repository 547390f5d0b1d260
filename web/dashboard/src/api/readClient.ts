import type { Answer, Client, ClientStatus } from './types';

const STATUSES: readonly string[] = ['active', 'paused', 'disabled'] satisfies ClientStatus[];

/** A client as it is answered. A database of the old server may hold anything for a list of domains, and other words for a status, none of which
 * serves visitors. */
export function readClient(answer: Answer<'/api/dashboard/clients/{id}', 'get'>): Client {
  const domains = Array.isArray(answer.allowedDomains) ? answer.allowedDomains : [];
  return {
    ...answer,
    allowedDomains: domains.filter((domain): domain is string => typeof domain === 'string'),
    status: isStatus(answer.status) ? answer.status : 'disabled',
  };
}

function isStatus(text: string): text is ClientStatus {
  return STATUSES.includes(text);
}
