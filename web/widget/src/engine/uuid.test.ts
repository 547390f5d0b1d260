import { afterEach, expect, it, vi } from 'vitest';
import { uuid } from './uuid';

const FORM = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

afterEach(() => vi.unstubAllGlobals());

it('makes UUIDs, also on pages without HTTPS', () => {
  expect(uuid()).toMatch(FORM);
  const getRandomValues = vi.fn((bytes: Uint8Array) => bytes.fill(0xff));
  vi.stubGlobal('crypto', { getRandomValues });
  expect(uuid()).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
  getRandomValues.mockImplementation((bytes) => bytes.map((_, index) => index));
  expect(uuid()).toMatch(FORM);
});
