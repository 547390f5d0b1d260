import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useTyped } from './useTyped';

let typed: string;
let type: (text: string) => void;
let root: ReturnType<typeof createRoot>;
const settle = vi.fn();

function Field({ settled }: { settled: string }) {
  [typed, type] = useTyped(settled, settle);
  return null;
}

const render = (settled: string) => act(() => root.render(<Field settled={settled} />));
const wait = () => act(() => vi.advanceTimersByTime(500));

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  vi.useFakeTimers();
  settle.mockClear();
  root = createRoot(document.createElement('div'));
  render('metro');
});
afterEach(() => {
  act(() => root.unmount());
  vi.useRealTimers();
});

it('settles once, when nobody types any more', () => {
  wait();
  expect(settle).not.toHaveBeenCalled();
  act(() => type('w'));
  act(() => type('wifi '));
  expect(typed).toBe('wifi ');
  expect(settle).not.toHaveBeenCalled();
  wait();
  expect(settle.mock.calls).toEqual([['wifi']]);
  render('wifi');
  expect(typed).toBe('wifi ');
});

it('keeps what is typed on while the text before settles', () => {
  act(() => type('wi'));
  wait();
  act(() => type('wif'));
  render('wi');
  expect(typed).toBe('wif');
});

it('follows what is changed elsewhere, and does not settle that again', () => {
  render('');
  expect(typed).toBe('');
  wait();
  expect(settle).not.toHaveBeenCalled();
});
