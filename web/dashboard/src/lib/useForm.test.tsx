import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ApiError } from '@/api/error';
import { useForm } from './useForm';

let form: ReturnType<typeof useForm<{ name: string; domains: string[] }>>;
let failure: Error | null;
let container: HTMLElement;
let root: ReturnType<typeof createRoot>;

function Form() {
  form = useForm({
    initial: { name: '', domains: [] as string[] },
    validate: ({ name }) => (name ? {} : { name: 'Give it a name.' }),
    submit: async () => {
      if (failure) throw failure;
    },
  });
  return <form {...form.props} />;
}

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  failure = null;
  container = document.createElement('div');
  root = createRoot(container);
  act(() => root.render(<Form />));
});
afterEach(() => act(() => root.unmount()));

const submit = () => act(async () => form.props.onSubmit());

it('asks nobody while it knows better', async () => {
  failure = new Error('asked');
  await submit();
  expect(form.errors).toEqual({ name: 'Give it a name.' });
  expect(form.error).toBeNull();
});

it('is clean again once it is saved', async () => {
  act(() => form.set('name', 'RustConf'));
  expect(form.dirty).toBe(true);
  await submit();
  expect([form.dirty, form.errors, form.error]).toEqual([false, {}, null]);
});

it('shows the server’s details at their fields', async () => {
  act(() => form.set('name', 'RustConf'));
  failure = new ApiError({
    status: 400,
    error: 'Invalid',
    message: 'Invalid',
    details: [{ code: 'custom', path: ['domains', 1], message: 'Not a host' }],
  });
  await submit();
  expect([form.errors, form.error, form.dirty]).toEqual([{ domains: 'Not a host' }, null, true]);
  act(() => form.set('domains', ['a.example']));
  expect(form.errors).toEqual({});
});

it('keeps what belongs to no field', async () => {
  act(() => form.set('name', 'RustConf'));
  failure = new ApiError({ status: 503, error: 'Away', message: 'The database is away' });
  await submit();
  expect([form.errors, form.error?.message, form.busy]).toEqual([{}, 'The database is away', false]);
});
