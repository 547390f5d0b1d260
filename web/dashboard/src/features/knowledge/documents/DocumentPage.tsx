import { useQuery } from '@tanstack/react-query';
import { FileQuestion } from 'lucide-react';
import { useNavigate, useParams } from 'react-router';
import { ApiError } from '@/api/error';
import { Card } from '@/components/Card';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Link } from '@/components/Link';
import { PageHeader } from '@/components/PageHeader';
import { Skeleton } from '@/components/Skeleton';
import { useClient } from '@/lib/currentClient';
import { documentQuery } from '../api';
import { useUploads } from '../uploads/useUploads';
import { BackLink } from './BackLink';
import { ChunkList } from './ChunkList';
import { DocumentActions } from './DocumentActions';
import { DocumentFacts } from './DocumentFacts';
import { DocumentForm } from './DocumentForm';
import { useDocumentActions } from './useDocumentActions';

/** One document: what it is, what may be changed, and what of it answers. */
export function DocumentPage() {
  const client = useClient();
  const navigate = useNavigate();
  const { documentId = '' } = useParams();
  const list = `/clients/${client.id}/knowledge/documents`;
  const { data: document, error, refetch } = useQuery(documentQuery(client.id, documentId));
  const { queue, items } = useUploads(client.id);
  const actions = useDocumentActions({ onDeleted: () => navigate(list) });
  const upload = items.find((item) => item.documentId === documentId);

  if (!document) {
    const isGone = error instanceof ApiError && error.status === 404;
    return (
      <>
        <BackLink />
        <PageHeader title={isGone ? 'No such document' : 'Document'} />
        {isGone ? (
          <Card>
            <EmptyState
              icon={FileQuestion}
              title="This document does not exist"
              action={<Link to={list}>All documents</Link>}
            >
              It was deleted, or the address is not complete.
            </EmptyState>
          </Card>
        ) : error ? (
          <ErrorNotice title="The document could not be loaded" error={error} onRetry={() => refetch()} />
        ) : (
          <div className="grid gap-6">
            <Skeleton className="h-24 rounded-xl" />
            <Skeleton className="h-96 rounded-xl" />
          </div>
        )}
      </>
    );
  }
  return (
    <>
      <BackLink />
      <PageHeader
        title={document.title}
        actions={
          <DocumentActions
            document={document}
            onReplace={(file) => queue.replace(document.id, file)}
            onReprocess={() => actions.reprocess(document)}
            onDelete={() => actions.askToDelete(document)}
          />
        }
      />
      <div className="grid grid-cols-1 gap-6">
        <DocumentFacts document={document} upload={upload} queue={queue} />
        {/* Another answer of the server does not overwrite what is being typed: the form begins anew for another document only. */}
        <DocumentForm key={document.id} document={document} />
        <ChunkList document={document} />
      </div>
      {actions.dialog}
    </>
  );
}
