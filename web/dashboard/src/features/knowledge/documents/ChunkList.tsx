import { useInfiniteQuery } from '@tanstack/react-query';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { LoadMore } from '@/components/LoadMore';
import { SkeletonText } from '@/components/Skeleton';
import { useClient } from '@/lib/currentClient';
import { formatNumber, plural } from '@/lib/format';
import { type Chunk, chunksQuery, type KnowledgeDocument } from '../api';

/** What of a document answers now, piece by piece. */
export function ChunkList({ document }: { document: KnowledgeDocument }) {
  const client = useClient();
  const list = useInfiniteQuery(chunksQuery(client.id, document.id, document.indexedRevision));
  const chunks = list.data?.pages.flatMap((page) => page.chunks);
  return (
    <Card
      title="What answers now"
      description="The document as it was read: in pieces of a size that fits into an answer. If a part is missing here, it cannot be found."
      flush
    >
      <div className="border-t border-line">
        {list.error && !chunks ? (
          <div className="p-5 sm:p-6">
            <ErrorNotice title="The chunks could not be loaded" error={list.error} onRetry={() => list.refetch()} />
          </div>
        ) : !chunks ? (
          <div className="p-5 sm:p-6">
            <SkeletonText lines={6} />
          </div>
        ) : chunks.length === 0 ? (
          <p className="p-5 text-soft sm:p-6">
            {document.status === 'failed'
              ? 'Nothing: the document could not be read.'
              : 'Nothing yet. It will be here as soon as the document is read.'}
          </p>
        ) : (
          <>
            <ol className="divide-y divide-line">
              {chunks.map((chunk) => (
                <ChunkRow key={chunk.ordinal} chunk={chunk} />
              ))}
            </ol>
            <LoadMore
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onLoad={() => list.fetchNextPage()}
              shown={`${formatNumber(chunks.length)} of ${plural(document.chunkCount, 'chunk')}`}
            />
          </>
        )}
      </div>
    </Card>
  );
}

function ChunkRow({ chunk: { ordinal, page, heading, content, tokens } }: { chunk: Chunk }) {
  const facts = [
    `Chunk ${formatNumber(ordinal + 1)}`,
    page !== null && `page ${formatNumber(page)}`,
    plural(tokens, 'token'),
  ];
  return (
    <li className="px-5 py-4 sm:px-6">
      <p className="text-[0.8125rem] text-soft">{facts.filter(Boolean).join(' · ')}</p>
      {heading && (
        <p dir="auto" className="mt-1 font-medium">
          {heading}
        </p>
      )}
      <p dir="auto" className="mt-1 max-w-prose whitespace-pre-line">
        {content}
      </p>
    </li>
  );
}
