import type { Values } from '../values';

/** Unsaved changes of pages that were left in a way that nobody can be asked at, such as the browser's Back. They last as long as the tab. */
const drafts = new Map<string, Values>();

export const draftOf = (clientId: string) => drafts.get(clientId);

export function keepDraft(clientId: string, values: Values | null) {
  if (values) drafts.set(clientId, values);
  else drafts.delete(clientId);
}
