import type { KnowledgeDocument } from '../api';
import { answersFromEarlier } from './failures';

/** Why a document could not be read, and what answers meanwhile. */
export function FailureLine({ document }: { document: KnowledgeDocument }) {
  const { failure, status } = document;
  if (!failure) return null;
  return (
    <p className={`mt-1 text-[0.8125rem] ${status === 'failed' ? 'text-danger-fg' : 'text-soft'}`}>
      {failure.message}
      {answersFromEarlier(document) && ' What it said before goes on answering.'}
    </p>
  );
}
