import { formatBytes } from '@/lib/format';
import type { KnowledgeDocument } from '../api';

const KINDS: Record<NonNullable<KnowledgeDocument['kind']>, string> = {
  pdf: 'PDF',
  docx: 'DOCX',
  txt: 'Plain text',
  md: 'Markdown',
  csv: 'CSV',
  html: 'HTML',
};

/** What it is: by its content, and before that was read by its name. */
export function kindOf({ kind, fileName }: Pick<KnowledgeDocument, 'kind' | 'fileName'>) {
  if (fileName === null) return 'Text';
  return kind ? KINDS[kind] : (fileName.split('.').at(-1) ?? '').toUpperCase();
}

export const sizeOf = ({ sizeBytes }: Pick<KnowledgeDocument, 'sizeBytes'>) =>
  sizeBytes === null ? null : formatBytes(sizeBytes);
