import { useSyncExternalStore } from 'react';
import { asApiError } from '@/api/error';

export interface Toast {
  id: number;
  tone: 'success' | 'error';
  title: string;
  text?: string;
  action?: { label: string; run: () => void };
  /** A newer one of the same topic takes its place. */
  topic?: string;
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function put(next: readonly Toast[]) {
  toasts = next;
  for (const listener of listeners) listener();
}

function show(told: Omit<Toast, 'id'>) {
  lastId += 1;
  // Three are as many as a phone has room for.
  const others = toasts.filter(({ topic }) => topic === undefined || topic !== told.topic);
  put([...others.slice(-2), { ...told, id: lastId }]);
}

/** Short news about what was just done. Needs no hook: call it anywhere. */
export const toast = {
  success(title: string, options: { text?: string; undo?: () => void; topic?: string } = {}) {
    const { text, undo, topic } = options;
    const action = undo && { label: 'Undo', run: undo };
    show({ tone: 'success', title, ...(text && { text }), ...(action && { action }), ...(topic && { topic }) });
  },
  /** `title` says what did not work, the error why. */
  error(title: string, thrown?: unknown) {
    show({ tone: 'error', title, ...(thrown !== undefined && { text: asApiError(thrown).message }) });
  },
  close(id: number) {
    put(toasts.filter((other) => other.id !== id));
  },
};

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export const useToasts = () => useSyncExternalStore(subscribe, () => toasts);
