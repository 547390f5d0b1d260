import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { FileText, PenLine, SearchX, Upload } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { settingsQuery } from '@/api/clientQueries';
import { documentCountQuery } from '@/api/documentCount';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { LoadMore } from '@/components/LoadMore';
import { Skeleton } from '@/components/Skeleton';
import { WarningNote } from '@/components/WarningNote';
import { useClient } from '@/lib/currentClient';
import { plural } from '@/lib/format';
import { documentsQuery, type KnowledgeDocument, tagsQuery } from '../api';
import { PartHeader } from '../PartHeader';
import { FileButton } from '../uploads/FileButton';
import { KINDS_HINT } from '../uploads/files';
import { PageDrop } from '../uploads/PageDrop';
import { isGoing } from '../uploads/queue';
import { UploadPanel } from '../uploads/UploadPanel';
import { useUploads } from '../uploads/useUploads';
import { BulkBar } from './BulkBar';
import { DocumentTable } from './DocumentTable';
import { Filters } from './Filters';
import { FirstDocuments } from './FirstDocuments';
import { PlanUsage } from './PlanUsage';
import { useDocumentActions } from './useDocumentActions';
import { useFilters } from './useFilters';

export function DocumentsPage() {
  const client = useClient();
  const { filters, set, clear, active } = useFilters();
  const list = useInfiniteQuery(documentsQuery(client.id, filters));
  const { data: count } = useQuery(documentCountQuery(client.id));
  const { data: settings } = useQuery(settingsQuery(client.id));
  const { data: tags = [] } = useQuery(tagsQuery(client.id));
  const { queue, items } = useUploads(client.id);
  const { reprocess, askToDelete, dialog } = useDocumentActions();
  const [selectedIds, select] = useState<readonly string[]>([]);

  const sending = new Set(items.filter(isGoing).map(({ documentId }) => documentId));
  const fresh = new Set(items.filter(({ replaces }) => !replaces).map(({ documentId }) => documentId));
  // A new one is in the panel of uploads until its file is there.
  const documents = list.data?.pages.flatMap((page) => page.documents).filter(({ id }) => !fresh.has(id));
  const selected = documents?.filter(({ id }) => selectedIds.includes(id)) ?? [];
  const atMost = settings?.documentsAtMost;
  const room = count !== undefined && atMost !== undefined ? atMost - count : undefined;
  const replace = useCallback((document: KnowledgeDocument, file: File) => queue.replace(document.id, file), [queue]);
  const upload = (files: File[]) => queue.add(files, room);
  const isFirst = documents?.length === 0 && !active && !list.hasNextPage && !list.isPlaceholderData;

  return (
    <>
      <PartHeader
        title="Documents"
        description={`Drop files anywhere on this page to add them: ${KINDS_HINT}.`}
        actions={
          <>
            <Button asChild>
              <RouterLink to={`/clients/${client.id}/knowledge/documents/new`}>
                <PenLine aria-hidden />
                Write a text
              </RouterLink>
            </Button>
            <FileButton multiple variant="primary" onFiles={upload}>
              <Upload aria-hidden />
              Upload files
            </FileButton>
          </>
        }
      />
      <PageDrop onFiles={upload} />
      {room !== undefined && room <= 0 && (
        <WarningNote className="mb-4">
          This client has all {plural(atMost ?? 0, 'document')} of its plan. Delete some, put several into one file, or
          ask whoever runs this service for a larger plan.
        </WarningNote>
      )}
      <UploadPanel queue={queue} items={items} />
      {list.error && !documents ? (
        <ErrorNotice title="The documents could not be loaded" error={list.error} onRetry={() => list.refetch()} />
      ) : isFirst ? (
        items.length === 0 && <FirstDocuments onFiles={upload} />
      ) : (
        <>
          <div className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
            <div className="min-w-0 flex-1 basis-[34rem]">
              <Filters filters={filters} tags={tags} onChange={set} />
            </div>
            <PlanUsage count={count} atMost={atMost} />
          </div>
          <Card flush className={clsx('transition-opacity', list.isPlaceholderData && 'opacity-60')}>
            {!documents ? (
              <TableSkeleton />
            ) : documents.length === 0 && !list.hasNextPage ? (
              <EmptyState
                icon={active ? SearchX : FileText}
                title="No document fits"
                action={active && <Button onClick={clear}>Clear the filters</Button>}
              >
                The search looks at titles only. To see what a question finds in the texts, use “Test a question”.
              </EmptyState>
            ) : (
              <>
                <BulkBar documents={documents} selected={selected} onSelect={select} />
                <DocumentTable
                  documents={documents}
                  isSelected={(id) => selectedIds.includes(id)}
                  fileOf={(id) => (sending.has(id) ? 'sending' : queue.hasSent(id) ? 'sent' : undefined)}
                  onSelect={(id, on) => select(on ? [...selectedIds, id] : selectedIds.filter((other) => other !== id))}
                  onReplace={replace}
                  onReprocess={reprocess}
                  onDelete={askToDelete}
                />
                <LoadMore
                  hasMore={list.hasNextPage}
                  loading={list.isFetchingNextPage}
                  onLoad={() => list.fetchNextPage()}
                  {...(list.hasNextPage && { shown: `${plural(documents.length, 'document')} shown` })}
                />
              </>
            )}
          </Card>
        </>
      )}
      {dialog}
    </>
  );
}

const TableSkeleton = () => (
  <div aria-hidden>
    <div className="h-12 border-b border-line" />
    {[1, 2, 3, 4, 5].map((row) => (
      <div key={row} className="flex items-center gap-4 border-b border-line px-6 py-4 last:border-0">
        <div className="grid flex-1 gap-1.5">
          <Skeleton className="h-4 w-2/5" />
          <Skeleton className="h-3.5 w-1/5" />
        </div>
        <Skeleton className="h-5 w-16 rounded-full" />
      </div>
    ))}
  </div>
);
