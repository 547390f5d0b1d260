import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { ArrowUp, MessagesSquare, SearchX } from 'lucide-react';
import { useRef } from 'react';
import { Link as RouterLink, useSearchParams } from 'react-router';
import { Button } from '@/components/Button';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { LoadMore } from '@/components/LoadMore';
import { Skeleton } from '@/components/Skeleton';
import { clientLinks } from '@/lib/clientLinks';
import { useClient } from '@/lib/currentClient';
import { formatNumber, plural } from '@/lib/format';
import { listQuery, newestQuery, useShowNewest } from './api';
import { ConversationItem } from './ConversationItem';
import { type Filters, isFiltered } from './filters';
import { newsIn } from './news';

interface ConversationListProps {
  filters: Filters;
  openId: string | undefined;
}

export function ConversationList({ filters, openId }: ConversationListProps) {
  const { id } = useClient();
  const list = useInfiniteQuery(listQuery(id, filters));
  const { data: newest } = useQuery({
    ...newestQuery(id, filters),
    enabled: list.isSuccess && !list.isPlaceholderData,
  });
  const showNewest = useShowNewest(id, filters);
  const scroller = useRef<HTMLDivElement>(null);

  if (list.error && !list.data) {
    return (
      <div className="p-4">
        <ErrorNotice title="The conversations could not be loaded" error={list.error} onRetry={() => list.refetch()} />
      </div>
    );
  }
  if (!list.data) return <ListSkeleton />;
  const rows = list.data.pages.flatMap(({ conversations }) => conversations);
  const news = newest && !list.isPlaceholderData ? newsIn(rows, newest.conversations) : 0;
  function show() {
    if (newest) showNewest(newest);
    // The button goes away: what it brought takes the focus.
    scroller.current?.focus();
    scroller.current?.scrollTo(0, 0);
  }
  return (
    <>
      <p aria-live="polite" className="sr-only">
        {rows.length === 0 && !list.isPlaceholderData && 'No conversations'}
      </p>
      {news > 0 && newest && (
        <div className="border-b border-line bg-tint p-2 text-center">
          <Button size="small" onClick={show}>
            <ArrowUp aria-hidden />
            {`Show ${formatNumber(news)}${newest.nextCursor && news === newest.conversations.length ? '+' : ''} new`}
          </Button>
        </div>
      )}
      <div
        ref={scroller}
        tabIndex={-1}
        aria-busy={list.isPlaceholderData}
        className={clsx('min-h-0 flex-1 outline-none lg:overflow-y-auto', list.isPlaceholderData && 'opacity-60')}
      >
        {rows.length === 0 ? (
          <Empty filters={filters} />
        ) : (
          <ul className="divide-y divide-line">
            {rows.map((row) => (
              <ConversationItem key={row.id} conversation={row} isOpen={row.id === openId} />
            ))}
          </ul>
        )}
        {list.isFetchNextPageError && (
          <div className="px-4 pt-3">
            <ErrorNotice title="No more could be loaded" error={list.error} />
          </div>
        )}
        {rows.length > 0 && (
          <LoadMore
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onLoad={() => list.fetchNextPage()}
            shown={`${plural(rows.length, 'conversation')}${list.hasNextPage ? ' shown' : ''}`}
          />
        )}
      </div>
    </>
  );
}

function Empty({ filters }: { filters: Filters }) {
  const { id } = useClient();
  const [, setParams] = useSearchParams();
  if (isFiltered(filters)) {
    return (
      <EmptyState
        icon={SearchX}
        title="No conversation fits"
        action={<Button onClick={() => setParams({}, { replace: true })}>Clear search and filters</Button>}
      >
        Try other words or fewer filters.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={MessagesSquare}
      title="No conversations yet"
      action={
        <Button asChild variant="primary">
          <RouterLink to={clientLinks.install(id)}>Put the widget on your site</RouterLink>
        </Button>
      }
    >
      As soon as a visitor asks the widget something, you can read it here.
    </EmptyState>
  );
}

const ListSkeleton = () => (
  <div className="divide-y divide-line">
    {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
      <div key={row} className="grid gap-2 px-4 py-3.5">
        <Skeleton className="h-5 w-4/5" />
        <Skeleton className="h-4 w-1/2" />
      </div>
    ))}
  </div>
);
