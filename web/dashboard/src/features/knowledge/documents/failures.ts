import type { KnowledgeDocument } from '../api';

/** What an organiser can do about a document that could not be read. */
export type Remedy = 'replace' | 'reprocess' | 'edit';

/** Those that are not the file's fault: another try may do. */
const PASSING = ['took_too_long', 'out_of_memory', 'crashed', 'interrupted', 'store_away', 'not_started'];

export function remedyOf({ failure, fileName }: Pick<KnowledgeDocument, 'failure' | 'fileName'>): Remedy {
  if (failure && PASSING.includes(failure.code)) return 'reprocess';
  return fileName === null ? 'edit' : 'replace';
}

/** Whether something of it answers, though its newest state does not. */
export const answersFromEarlier = ({ indexedRevision, revision }: KnowledgeDocument) =>
  indexedRevision !== null && indexedRevision !== revision;
