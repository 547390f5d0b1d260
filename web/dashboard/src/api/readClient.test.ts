import { expect, it } from 'vitest';
import { readClient } from './readClient';

const client = { id: 'c', name: 'PyConf', publicApiKey: 'pk_live_x', createdAt: '2026-01-02T03:04:05.678Z' };

it('takes what this server writes as it is', () => {
  const answer = { ...client, allowedDomains: ['a.example', '*.b.example'], status: 'paused' };
  expect(readClient(answer)).toEqual(answer);
});

it.each([['a.example'], [null], [{ a: 1 }], [7]])('takes %j of an old database for no list', (allowedDomains) => {
  expect(readClient({ ...client, allowedDomains, status: 'active' }).allowedDomains).toEqual([]);
});

it('leaves out what is no text, and takes an unknown status for one that serves nobody', () => {
  const read = readClient({ ...client, allowedDomains: ['a.example', 7, null], status: 'Active' });
  expect(read.allowedDomains).toEqual(['a.example']);
  expect(read.status).toBe('disabled');
});
