import { afterEach, expect, it, vi } from 'vitest';
import { lastHeight, rememberHeight } from './remembered';

afterEach(() => {
  localStorage.clear();
  vi.unstubAllGlobals();
});

it('knows a height in a window of the same width', () => {
  expect(lastHeight('a')).toBeNull();
  rememberHeight('a', 480);
  expect([lastHeight('a'), lastHeight('b')]).toEqual([480, null]);
  vi.stubGlobal('innerWidth', innerWidth + 1);
  expect(lastHeight('a')).toBeNull();
  rememberHeight('a', 58);
  vi.stubGlobal('innerWidth', innerWidth + 1);
  expect(lastHeight('a')).toBe(58);
});

it('takes nothing that it did not write', () => {
  localStorage.setItem('set-up.a', 'complete');
  expect(lastHeight('a')).toBeNull();
});
