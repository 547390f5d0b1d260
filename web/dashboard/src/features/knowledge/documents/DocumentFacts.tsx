import type { ReactNode } from 'react';
import { DateText } from '@/components/DateText';
import { Progress } from '@/components/Progress';
import { formatNumber } from '@/lib/format';
import type { KnowledgeDocument } from '../api';
import { isGoing, type UploadItem, type UploadQueue } from '../uploads/queue';
import { UploadPanel } from '../uploads/UploadPanel';
import { DocumentStatusBadge } from './DocumentStatusBadge';
import { answersFromEarlier } from './failures';
import { kindOf, sizeOf } from './kinds';

interface DocumentFactsProps {
  document: KnowledgeDocument;
  /** Its file, while it is on its way. */
  upload: UploadItem | undefined;
  queue: UploadQueue;
}

/** How the document is, and what went wrong. */
export function DocumentFacts({ document, upload, queue }: DocumentFactsProps) {
  const { status, failure, fileName, pages, chunkCount, createdAt, progress } = document;
  const file = upload && isGoing(upload) ? 'sending' : queue.hasSent(document.id) ? 'sent' : undefined;
  return (
    <div>
      <UploadPanel queue={queue} items={upload ? [upload] : []} />
      <section aria-label="State" className="rounded-xl border border-line bg-surface p-5 shadow-card sm:px-6">
        <dl className="flex flex-wrap gap-x-10 gap-y-4">
          <Fact name="Status">
            <DocumentStatusBadge document={document} file={file} />
          </Fact>
          <Fact name="Kind">{[kindOf(document), sizeOf(document)].filter(Boolean).join(' · ')}</Fact>
          {fileName !== null && (
            <Fact name="File">
              <span className="break-all">{fileName}</span>
            </Fact>
          )}
          {pages !== null && <Fact name="Pages">{formatNumber(pages)}</Fact>}
          <Fact name="Chunks">{formatNumber(chunkCount)}</Fact>
          <Fact name="Added">
            <DateText value={createdAt} time />
          </Fact>
        </dl>
        {status === 'processing' && (
          <div className="mt-4">
            <Progress label="Reading the document" value={progress} />
          </div>
        )}
        {failure && (
          <p
            role={status === 'failed' ? 'alert' : undefined}
            className={`mt-4 rounded-lg p-3.5 ${status === 'failed' ? 'bg-danger-tint text-danger-fg' : 'bg-muted text-soft'}`}
          >
            {failure.message}
          </p>
        )}
        {status === 'uploading' && !upload && !file && (
          <p className="mt-4 text-soft">Its file has not come yet. If the upload broke off, upload the file again.</p>
        )}
        {answersFromEarlier(document) && (
          <p className="mt-3 text-soft">What it said before goes on answering until the new state is read.</p>
        )}
      </section>
    </div>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-[0.8125rem] text-soft">{name}</dt>
    <dd className="mt-0.5 min-h-6 font-medium">{children}</dd>
  </div>
);
