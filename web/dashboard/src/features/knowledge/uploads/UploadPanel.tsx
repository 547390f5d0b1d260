import { CircleAlert, RotateCw, X } from 'lucide-react';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { IconButton } from '@/components/IconButton';
import { Progress } from '@/components/Progress';
import { formatBytes, formatPercent, plural } from '@/lib/format';
import { isGoing, isStuck, type UploadItem, type UploadQueue } from './queue';

interface UploadPanelProps {
  queue: UploadQueue;
  items: readonly UploadItem[];
}

/** The files that are on their way, and those that did not make it. */
export function UploadPanel({ queue, items }: UploadPanelProps) {
  const going = items.filter(isGoing).length;
  const stuck = items.filter(isStuck);
  const title = [
    going > 0 && `Uploading ${plural(going, 'file')}`,
    stuck.length > 0 && `${plural(stuck.length, 'file')} not uploaded`,
    going === 0 && stuck.length === 0 && 'Uploaded',
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <>
      <p role="status" className="sr-only">
        {items.length > 0 && title}
      </p>
      {items.length > 0 && (
        <Card
          flush
          className="mb-4"
          title={title}
          actions={
            stuck.length > 1 && (
              <Button size="small" className="-my-1.5" onClick={() => queue.clear()}>
                Dismiss all that failed
              </Button>
            )
          }
        >
          <ul className="max-h-80 divide-y divide-line overflow-y-auto border-t border-line">
            {[...stuck, ...items.filter((item) => !isStuck(item))].map((item) => (
              <Row key={item.id} item={item} queue={queue} />
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function Row({ item, queue }: { item: UploadItem; queue: UploadQueue }) {
  const { id, name, size, state, share, message } = item;
  const wrong = message !== null;
  return (
    <li className="flex items-center gap-3 px-5 py-2.5 sm:px-6">
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline justify-between gap-3">
          <span className="truncate font-medium">{name}</span>
          <span className="shrink-0 text-[0.8125rem] text-soft tabular-nums">
            {state === 'waiting' && 'Waiting'}
            {state === 'sent' && 'Uploaded'}
            {state === 'sending' && `${formatPercent(share)} of ${formatBytes(size)}`}
          </span>
        </div>
        {wrong ? (
          <p className="mt-0.5 flex gap-1.5 text-[0.8125rem] text-danger-fg">
            <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {message}
          </p>
        ) : (
          <div className="mt-1.5">
            <Progress label={`Upload of ${name}`} value={share * 100} />
          </div>
        )}
      </div>
      {state === 'failed' && (
        <Button size="small" aria-label={`Retry ${name}`} onClick={() => queue.retry(id)}>
          <RotateCw aria-hidden />
          Retry
        </Button>
      )}
      {state !== 'sent' && (
        <IconButton icon={X} label={wrong ? `Dismiss ${name}` : `Cancel ${name}`} onClick={() => queue.remove(id)} />
      )}
    </li>
  );
}
