import { expect, it } from 'vitest';
import type { Client } from '@/api/types';
import { stepsOf } from './steps';

const client: Client = {
  id: '1',
  name: 'RustConf',
  publicApiKey: 'pk_live_1',
  allowedDomains: [],
  status: 'active',
  createdAt: '2026-01-31T12:00:00Z',
};

const done = (steps: ReturnType<typeof stepsOf>) => steps.map((step) => step.done);

it('has only the account at the beginning', () => {
  const known = { hasDocument: false, isStyled: false, isInstalled: false, wasAsked: false };
  expect(done(stepsOf(client, known))).toEqual([true, false, false, false, false, false]);
});

it('ticks what is there, and leaves open what is not known', () => {
  const known = { hasDocument: true, isStyled: undefined, isInstalled: true, wasAsked: true };
  const steps = stepsOf({ ...client, allowedDomains: ['a.example'] }, known);
  expect(done(steps)).toEqual([true, true, undefined, true, true, true]);
  expect(steps.every(({ to }) => to.startsWith('/clients/1/'))).toBe(true);
});
