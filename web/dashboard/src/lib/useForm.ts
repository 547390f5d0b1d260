import { type FormEvent, useEffect, useRef, useState } from 'react';
import { type ApiError, asApiError } from '@/api/error';
import { holdUnsaved } from './unsaved';

type Errors<Values> = Partial<Record<keyof Values & string, string>>;

interface Options<Values> {
  initial: Values;
  /** What the page knows is wrong before it asks the server. */
  validate?: (values: Values) => Errors<Values>;
  submit: (values: Values) => Promise<unknown>;
  /** Takes a server's error that belongs to a field, such as a name that is taken. */
  errorsOf?: (error: ApiError) => Errors<Values>;
}

/** A form's values and errors, the server's `details` included. `error` is what belongs to no field. */
export function useForm<Values extends Record<string, unknown>>({
  initial,
  validate,
  submit,
  errorsOf,
}: Options<Values>) {
  const [values, setValues] = useState(initial);
  const [saved, setSaved] = useState(initial);
  const [errors, setErrors] = useState<Errors<Values>>({});
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const dirty = !same(values, saved);
  useEffect(() => (dirty ? holdUnsaved() : undefined), [dirty]);

  function set<Name extends keyof Values & string>(name: Name, value: Values[Name]) {
    setValues((before) => ({ ...before, [name]: value }));
    setErrors(({ [name]: _gone, ...others }) => others as Errors<Values>);
  }

  function show(found: Errors<Values>) {
    setErrors(found);
    const first = Object.keys(found)[0];
    // After React has marked the fields, so that their errors are read out with them.
    if (first) requestAnimationFrame(() => focusField(form.current, first));
  }

  async function onSubmit(event?: FormEvent) {
    event?.preventDefault();
    if (busy) return;
    setError(null);
    const found = validate?.(values) ?? {};
    if (Object.keys(found).length > 0) {
      show(found);
      return;
    }
    setErrors({});
    setBusy(true);
    try {
      await submit(values);
      setSaved(values);
    } catch (thrown) {
      const failure = asApiError(thrown);
      const ofFields = { ...fieldErrors(failure, values), ...errorsOf?.(failure) };
      show(ofFields);
      if (Object.keys(ofFields).length === 0) setError(failure);
    } finally {
      setBusy(false);
    }
  }

  return {
    values,
    errors,
    error,
    busy,
    dirty,
    set,
    /** Other values, as saved: after loading, or to throw changes away. */
    reset(to: Values = saved) {
      setValues(to);
      setSaved(to);
      setErrors({});
      setError(null);
    },
    /** For `<form>`. */
    props: { ref: form, onSubmit, noValidate: true },
    /** For an input: its name, its value and what changes it. */
    input<Name extends keyof Values & string>(name: Name) {
      return { name, value: values[name], onChange: (value: Values[Name]) => set(name, value) };
    },
  };
}

function fieldErrors<Values extends Record<string, unknown>>(error: ApiError, values: Values): Errors<Values> {
  const found: Record<string, string> = {};
  for (const { path, message } of error.details) {
    const name = path.find((step) => typeof step === 'string' && step in values);
    if (typeof name === 'string') found[name] ??= message;
  }
  return found as Errors<Values>;
}

function focusField(form: HTMLFormElement | null, name: string) {
  form?.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`)?.focus();
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
