import type { Message } from './api';

/** As the server counts: it says that it does not know, or cites nothing. */
export const isUnanswered = ({ outcome, sources }: Message) =>
  outcome === 'unknown' || (outcome === 'complete' && (sources ?? []).length === 0);

/** What became of an answer, where it is not simply an answer. */
export function outcomeOf(message: Message): { tone: 'warning' | 'danger'; label: string; reason: string } | null {
  const { outcome } = message;
  if (outcome === 'unknown') {
    return {
      tone: 'warning',
      label: 'No answer found',
      reason: 'The visitor was told that nothing is known about this.',
    };
  }
  if (outcome === 'partial') return { tone: 'danger', label: 'Broke off', reason: reasonOf(message.errorCode) };
  if (outcome === 'failed') return { tone: 'danger', label: 'Failed', reason: reasonOf(message.errorCode) };
  if (isUnanswered(message)) {
    return { tone: 'warning', label: 'No source', reason: 'The answer cites no document, so nothing proves it.' };
  }
  return null;
}

const REASONS: Record<string, string> = {
  timeout: 'The answerer took longer than 28 seconds.',
  unavailable: 'The answerer could not be reached, or answered with an error. Check it in the settings.',
  visitor_left: 'The visitor stopped the answer or left the page.',
};

function reasonOf(code: string | null) {
  if (!code) return 'Nobody knows why.';
  return REASONS[code] ?? `The reason is “${code}”.`;
}

const ANSWERERS: Record<NonNullable<Message['answerer']>, string> = {
  built_in: 'Built in',
  n8n: 'n8n workflow',
  openai: 'Model',
};

export const answererName = (answerer: Message['answerer']) => (answerer && ANSWERERS[answerer]) ?? 'Answer';

export interface Source {
  title: string;
  url: string | null;
  page: number | null;
  heading: string | null;
  excerpt: string | null;
}

/** Sources as they came: a workflow may send anything. */
export function readSources(sources: readonly unknown[] | null): Source[] {
  return (sources ?? []).flatMap((source) => {
    if (typeof source !== 'object' || source === null) return [];
    const told = source as Record<string, unknown>;
    const url = text(told.url);
    const isPage = url !== null && /^https?:\/\//i.test(url) && URL.canParse(url);
    const title = text(told.title) ?? url ?? 'Source without a title';
    const page = typeof told.page === 'number' && Number.isFinite(told.page) ? told.page : null;
    return [{ title, url: isPage ? url : null, page, heading: text(told.heading), excerpt: text(told.excerpt) }];
  });
}

const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value : null);

/** `/venue` of `https://example.com/venue?from=mail`; the host only where it stands alone. */
export function shortPage(address: string) {
  if (!URL.canParse(address)) return address;
  const { host, pathname } = new URL(address);
  return pathname === '/' ? host : pathname;
}

/** Messages with the question that each answer answers; a question is at most a page of messages away. */
export function questionsById(messages: readonly Message[]) {
  return new Map(messages.filter(({ role }) => role === 'visitor').map((message) => [message.id, message]));
}
