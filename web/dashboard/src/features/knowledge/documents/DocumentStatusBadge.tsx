import { StatusBadge } from '@/components/Badge';
import type { KnowledgeDocument } from '../api';

interface DocumentStatusBadgeProps {
  document: KnowledgeDocument;
  /** Where its file is, as far as this page knows. */
  file?: 'sending' | 'sent' | undefined;
}

/** How far a document is, in a word. */
export function DocumentStatusBadge({ document, file }: DocumentStatusBadgeProps) {
  if (file === 'sending') {
    return (
      <StatusBadge tone="accent" busy>
        Uploading
      </StatusBadge>
    );
  }
  switch (document.status) {
    case 'uploading':
      if (file !== 'sent') return <StatusBadge tone="neutral">Waiting for file</StatusBadge>;
      return (
        <StatusBadge tone="accent" busy>
          In line
        </StatusBadge>
      );
    case 'processing':
      return (
        <StatusBadge tone="accent" busy>
          {document.failure ? 'Trying again' : `Reading ${document.progress} %`}
        </StatusBadge>
      );
    case 'ready':
      return <StatusBadge tone="success">Ready</StatusBadge>;
    case 'failed':
      return <StatusBadge tone="danger">Not read</StatusBadge>;
  }
}
