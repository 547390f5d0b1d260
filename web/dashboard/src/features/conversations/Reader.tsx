import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowLeft, MessageSquareX, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Link as RouterLink, useLocation, useNavigate } from 'react-router';
import { ApiError } from '@/api/client';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { IconButton } from '@/components/IconButton';
import { LoadMore } from '@/components/LoadMore';
import { Skeleton, SkeletonText } from '@/components/Skeleton';
import { toast } from '@/components/toast';
import { useClient } from '@/lib/currentClient';
import { conversationQuery, useDeleteConversation } from './api';
import { Facts } from './Facts';
import { Transcript } from './Transcript';

/** One conversation, from its first message on. */
export function Reader({ conversationId }: { conversationId: string }) {
  const client = useClient();
  const { search } = useLocation();
  const navigate = useNavigate();
  const read = useInfiniteQuery(conversationQuery(client.id, conversationId));
  const remove = useDeleteConversation(client.id);
  const [asking, setAsking] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const list = `/clients/${client.id}/conversations${search}`;
  // Deleted meanwhile: what was read before is not shown any more.
  const pages = isGone(read.error) ? undefined : read.data?.pages;
  const conversation = pages?.[0];
  const messages = pages?.flatMap((page) => page.messages) ?? [];
  const title = messages.find(({ role }) => role === 'visitor')?.content;

  // On narrow screens it is a page of its own; on wide ones the focus stays in the list, to go on choosing.
  useEffect(() => {
    if (conversation?.id && matchMedia('(width < 64rem)').matches) heading.current?.focus({ preventScroll: true });
  }, [conversation?.id]);

  async function confirmed() {
    await remove.mutateAsync(conversationId);
    toast.success('Conversation deleted');
    await navigate(list, { replace: true });
  }

  return (
    <div className="flex h-full flex-col">
      <div className="flex items-start gap-2 border-b border-line px-4 py-3 sm:px-5">
        <div className="min-w-0 flex-1">
          <RouterLink
            to={list}
            className="mb-2 inline-flex min-h-8 items-center gap-1.5 rounded-sm font-medium text-link lg:hidden"
          >
            <ArrowLeft aria-hidden className="size-4" />
            All conversations
          </RouterLink>
          <h2
            ref={heading}
            tabIndex={-1}
            dir="auto"
            className="line-clamp-2 text-base font-semibold wrap-anywhere outline-none"
          >
            {title ??
              (read.error ? (
                'Conversation'
              ) : read.data ? (
                'Conversation without a question'
              ) : (
                <Skeleton className="h-6 w-2/3" />
              ))}
          </h2>
          {conversation ? (
            <Facts conversation={conversation} />
          ) : (
            !read.error && <Skeleton className="mt-1.5 h-4 w-1/2" />
          )}
        </div>
        {conversation && (
          <IconButton icon={Trash2} label="Delete conversation" danger onClick={() => setAsking(true)} />
        )}
      </div>
      <section
        aria-label="Messages"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by the keyboard too
        tabIndex={0}
        className="min-h-0 flex-1 -outline-offset-2 lg:overflow-y-auto"
      >
        {read.error && !pages ? (
          <Missing error={read.error} onRetry={() => read.refetch()} />
        ) : !pages ? (
          <div className="grid gap-8 p-5">
            <SkeletonText lines={2} />
            <SkeletonText lines={4} />
          </div>
        ) : (
          <Transcript messages={messages} />
        )}
        {read.isFetchNextPageError && (
          <div className="px-5">
            <ErrorNotice title="No more could be loaded" error={read.error} />
          </div>
        )}
        <LoadMore
          hasMore={read.hasNextPage && pages !== undefined}
          loading={read.isFetchingNextPage}
          onLoad={() => read.fetchNextPage()}
          {...(read.hasNextPage &&
            conversation && { shown: `${messages.length} of ${conversation.messageCount} messages` })}
        />
      </section>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Delete this conversation?"
        action="Delete conversation"
        onConfirm={confirmed}
      >
        <p>It is gone with all its messages, and the visitor cannot go on with it. The figures stay as they are.</p>
      </ConfirmDialog>
    </div>
  );
}

function Missing({ error, onRetry }: { error: Error; onRetry: () => void }) {
  if (isGone(error)) {
    return (
      <EmptyState icon={MessageSquareX} title="This conversation is not here">
        It was deleted, or it became older than conversations are kept.
      </EmptyState>
    );
  }
  return (
    <div className="p-5">
      <ErrorNotice title="The conversation could not be loaded" error={error} onRetry={onRetry} />
    </div>
  );
}

const isGone = (error: Error | null) => error instanceof ApiError && error.status === 404;
