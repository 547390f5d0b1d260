import { FileUp, RotateCw, Trash2 } from 'lucide-react';
import { Button } from '@/components/Button';
import { IconButton } from '@/components/IconButton';
import type { KnowledgeDocument } from '../api';
import { FileButton } from '../uploads/FileButton';
import { remedyOf } from './failures';

interface DocumentActionsProps {
  document: KnowledgeDocument;
  onReplace: (file: File) => void;
  onReprocess: () => void;
  onDelete: () => void;
}

/** What can be done with a document; when it failed, what helps stands out. */
export function DocumentActions({ document, onReplace, onReprocess, onDelete }: DocumentActionsProps) {
  const { status, fileName } = document;
  const remedy = status === 'failed' ? remedyOf(document) : status === 'uploading' ? 'replace' : null;
  return (
    <>
      {status !== 'uploading' && (
        <Button
          variant={remedy === 'reprocess' ? 'primary' : 'secondary'}
          disabled={status === 'processing'}
          onClick={onReprocess}
        >
          <RotateCw aria-hidden />
          Read again
        </Button>
      )}
      {fileName !== null && (
        <FileButton
          variant={remedy === 'replace' ? 'primary' : 'secondary'}
          onFiles={([file]) => file && onReplace(file)}
        >
          <FileUp aria-hidden />
          {status === 'uploading' ? 'Upload its file' : 'Replace file'}
        </FileButton>
      )}
      <IconButton icon={Trash2} danger label="Delete document" onClick={onDelete} />
    </>
  );
}
