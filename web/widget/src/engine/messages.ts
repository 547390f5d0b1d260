/** Messages of a conversation, new ones and those the server kept. They are never changed: a change is a new object. */

import { isRecord } from './settings';
import type { Message, Source } from './types';
import { uuid } from './uuid';

export function newMessage(role: Message['role'], text: string, state: Message['state']): Message {
  return {
    id: uuid(),
    role,
    text,
    state,
    sources: [],
    rating: null,
    canRate: false,
    isUnknown: false,
    failure: null,
    at: Date.now(),
  };
}

/** Of `GET …/chat/conversation`. */
export function readMessages(value: unknown): Message[] {
  const list = isRecord(value) && Array.isArray(value.messages) ? value.messages : [];
  return list.filter(isRecord).map(readMessage);
}

function readMessage({ id, role, content, sources, outcome, rating, createdAt }: Record<string, unknown>): Message {
  const isAnswer = role === 'assistant';
  const isFailed = outcome === 'failed' || outcome === 'partial';
  return {
    ...newMessage(isAnswer ? 'assistant' : 'visitor', String(content ?? ''), isFailed ? 'failed' : 'done'),
    id: String(id),
    sources: readSources(sources),
    rating: rating === 'up' || rating === 'down' ? rating : null,
    canRate: isAnswer && !isFailed,
    isUnknown: outcome === 'unknown',
    failure: isFailed ? { code: 'unavailable' } : null,
    at: Date.parse(String(createdAt)) || Date.now(),
  };
}

/** A workflow's are as it sent them: only their titles are sure. */
export function readSources(value: unknown): Source[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).flatMap(({ title, page, ...rest }) => {
    if (typeof title !== 'string') return [];
    const texts = Object.entries(rest).filter(([, text]) => typeof text === 'string' && text);
    return [{ ...Object.fromEntries(texts), title, ...(typeof page === 'number' && { page }) }];
  });
}
