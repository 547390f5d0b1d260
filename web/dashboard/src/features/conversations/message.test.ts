import { describe, expect, it } from 'vitest';
import type { Message } from './api';
import { isUnanswered, outcomeOf, readSources, shortPage } from './message';

const source = { title: 'Guide' };

const answer = (changes: Partial<Message>): Message => ({
  id: 'a',
  conversationId: 'c',
  role: 'assistant',
  content: 'Yes.',
  createdAt: '2026-01-01T00:00:00Z',
  page: null,
  replyTo: 'q',
  sources: [source],
  answerer: 'built_in',
  outcome: 'complete',
  errorCode: null,
  firstChunkMs: 1,
  latencyMs: 2,
  promptTokens: null,
  completionTokens: null,
  rating: null,
  ratingComment: null,
  ratedAt: null,
  ...changes,
});

describe('what became of an answer', () => {
  it('says nothing of one with a source', () => {
    expect(outcomeOf(answer({}))).toBeNull();
    expect(isUnanswered(answer({}))).toBe(false);
  });

  it.each([
    [{ outcome: 'unknown', sources: null }, 'No answer found', true],
    [{ sources: [] }, 'No source', true],
    [{ outcome: 'partial', errorCode: 'visitor_left' }, 'Broke off', false],
    [{ outcome: 'failed', errorCode: 'timeout', sources: null }, 'Failed', false],
  ] satisfies [Partial<Message>, string, boolean][])('of %j: %s', (changes, label, unanswered) => {
    expect(outcomeOf(answer(changes))?.label).toBe(label);
    expect(isUnanswered(answer(changes))).toBe(unanswered);
  });

  it('says why in words, and a reason it does not know as it is', () => {
    expect(outcomeOf(answer({ outcome: 'failed', errorCode: 'timeout' }))?.reason).toContain('28 seconds');
    expect(outcomeOf(answer({ outcome: 'failed', errorCode: 'other' }))?.reason).toContain('“other”');
  });
});

it('reads sources as a workflow may send them', () => {
  expect(
    readSources([
      { title: 'Guide', url: 'https://x.example/a', page: 3, heading: 'Doors', excerpt: 'At 8.' },
      { title: 'Bad link', url: 'javascript:alert(1)', page: '3' },
      { url: 'https://x.example/b' },
      'text',
      null,
      {},
    ]),
  ).toEqual([
    { title: 'Guide', url: 'https://x.example/a', page: 3, heading: 'Doors', excerpt: 'At 8.' },
    { title: 'Bad link', url: null, page: null, heading: null, excerpt: null },
    { title: 'https://x.example/b', url: 'https://x.example/b', page: null, heading: null, excerpt: null },
    { title: 'Source without a title', url: null, page: null, heading: null, excerpt: null },
  ]);
  expect(readSources(null)).toEqual([]);
});

it.each([
  ['https://x.example/', 'x.example'],
  ['https://x.example/venue?utm=1#map', '/venue'],
  ['no address', 'no address'],
])('shortens %j', (address, short) => expect(shortPage(address)).toBe(short));
