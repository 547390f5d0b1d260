import type { KnowledgeDocument } from '../api';

type Tagged = Pick<KnowledgeDocument, 'tags'>;

const has = ({ tags }: Tagged, tagId: string) => tags.some(({ id }) => id === tagId);

/** Whether all, some or none of the documents have a tag. */
export function stateOfTag(documents: readonly Tagged[], tagId: string): boolean | 'some' {
  const count = documents.filter((document) => has(document, tagId)).length;
  if (count === 0) return false;
  return count === documents.length || 'some';
}

/** The tags of a document after the changes (tag's id → whether it is to have it); null when they are the same. */
export function changedTags(document: Tagged, changes: ReadonlyMap<string, boolean>): string[] | null {
  const ids = new Set(document.tags.map(({ id }) => id));
  let isChanged = false;
  for (const [tagId, wanted] of changes) {
    if (ids.has(tagId) === wanted) continue;
    isChanged = true;
    if (wanted) ids.add(tagId);
    else ids.delete(tagId);
  }
  return isChanged ? [...ids] : null;
}
