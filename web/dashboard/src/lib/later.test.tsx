import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { later } from './later';

const place = document.createElement('div');
let root: ReturnType<typeof createRoot>;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  root = createRoot(place);
});
afterEach(async () => {
  await act(async () => root.unmount());
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const Hello = ({ name }: { name: string }) => <>Hello {name}</>;

it('shows what takes its place until it is there', async () => {
  let arrive = (_module: { default: typeof Hello }) => {};
  const Part = later<{ name: string }>(
    () =>
      new Promise((resolve) => {
        arrive = resolve;
      }),
    'Wait',
  );
  await act(async () => root.render(<Part name="Ada" />));
  expect(place.textContent).toBe('Wait');
  await act(async () => arrive({ default: Hello }));
  expect(place.textContent).toBe('Hello Ada');
});

it('leaves the page alone when it does not come, and asks again with the connection', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const load = vi.fn(async () => ({ default: Hello })).mockRejectedValueOnce(new TypeError('offline'));
  const Part = later(load);
  await act(async () =>
    root.render(
      <p>
        Page <Part name="Ada" />
      </p>,
    ),
  );
  expect(place.textContent).toBe('Page ');
  await act(async () => dispatchEvent(new Event('online')));
  expect(place.textContent).toBe('Page Hello Ada');
});
