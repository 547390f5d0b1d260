import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { Card } from '@/components/Card';
import { RelativeTime } from '@/components/DateText';
import { Link } from '@/components/Link';
import type { Column } from '@/components/Table';
import { clientLinks } from '@/lib/clientLinks';
import { useClient } from '@/lib/currentClient';
import type { Analytics, RatedAnswer } from './api';
import { ExportButton } from './ExportButton';
import { FirstRows } from './FirstRows';
import { withoutMarks } from './figures';
import type { Range } from './range';

/** The newest ratings, those with a comment first. */
export function RatingTable({ data, range }: { data: Analytics | undefined; range: Range }) {
  const { id } = useClient();
  const columns: Column<RatedAnswer>[] = [
    { title: 'Rating', cell: (row) => <Thumb rating={row.rating} /> },
    { title: 'Answer', main: true, className: 'sm:w-full', cell: (row) => <Rated row={row} clientId={id} /> },
    { title: 'Rated', cell: (row) => <RelativeTime value={row.ratedAt} /> },
  ];
  return (
    <Card
      flush
      title="Newest ratings"
      description="What visitors think of answers, comments first."
      actions={<ExportButton table="ratings" range={range} name="ratings" />}
    >
      <FirstRows
        caption="Newest ratings"
        columns={columns}
        rows={data?.ratings}
        rowKey={(row) => row.messageId}
        none="Nobody rated an answer in these days. Visitors can, with the thumbs below each answer."
      />
    </Card>
  );
}

function Thumb({ rating }: { rating: RatedAnswer['rating'] }) {
  const Icon = rating === 'up' ? ThumbsUp : ThumbsDown;
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Icon aria-hidden className={rating === 'up' ? 'size-4 text-success-fg' : 'size-4 text-danger-fg'} />
      {rating === 'up' ? 'Helpful' : 'Not helpful'}
    </span>
  );
}

const Rated = ({ row, clientId }: { row: RatedAnswer; clientId: string }) => (
  <div className="min-w-0">
    {row.comment && (
      <p dir="auto" className="mb-1 font-medium wrap-anywhere">
        “{row.comment}”
      </p>
    )}
    <p className="wrap-anywhere">
      <Link to={clientLinks.conversation(clientId, row.conversationId)}>
        <bdi>{row.question ?? 'Conversation'}</bdi>
      </Link>
    </p>
    <p dir="auto" className="line-clamp-2 text-[0.8125rem] text-soft wrap-anywhere">
      {withoutMarks(row.answer)}
    </p>
  </div>
);
