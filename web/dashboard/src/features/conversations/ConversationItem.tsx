import clsx from 'clsx';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { Link, useLocation } from 'react-router';
import { Badge } from '@/components/Badge';
import { RelativeTime } from '@/components/DateText';
import { clientLinks } from '@/lib/clientLinks';
import { useClient } from '@/lib/currentClient';
import { formatNumber, plural } from '@/lib/format';
import type { Summary } from './api';
import { shortPage } from './message';
import { VisitorName } from './VisitorName';

/** A conversation in the list; the whole of it is the link. */
export function ConversationItem({ conversation, isOpen }: { conversation: Summary; isOpen: boolean }) {
  const { id } = useClient();
  const { search } = useLocation();
  const { visitor, page, unanswered, ratingsUp, ratingsDown } = conversation;
  return (
    <li>
      <Link
        to={{ pathname: clientLinks.conversation(id, conversation.id), search }}
        aria-current={isOpen ? 'page' : undefined}
        className={clsx(
          'block px-4 py-3 -outline-offset-2',
          isOpen ? 'bg-tint shadow-[inset_3px_0_0_var(--accent)]' : 'hover:bg-canvas',
        )}
      >
        <span dir="auto" className="line-clamp-2 font-medium wrap-anywhere">
          {conversation.title ?? 'Conversation without a question'}
        </span>
        <span className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-[0.8125rem] text-soft">
          {visitor && <VisitorName visitor={visitor} />}
          <RelativeTime value={conversation.lastMessageAt} />
          <span>{plural(conversation.messageCount, 'message')}</span>
          {page && <span className="max-w-full min-w-0 truncate">{shortPage(page)}</span>}
          {unanswered > 0 && <Badge tone="warning">{`${formatNumber(unanswered)} unanswered`}</Badge>}
          <Thumbs icon={ThumbsUp} count={ratingsUp} label="rated helpful" />
          <Thumbs icon={ThumbsDown} count={ratingsDown} label="rated not helpful" />
        </span>
      </Link>
    </li>
  );
}

function Thumbs({ icon: Icon, count, label }: { icon: typeof ThumbsUp; count: number; label: string }) {
  if (count === 0) return null;
  return (
    <span className="inline-flex items-center gap-1">
      <Icon aria-hidden className="size-3.5" />
      {formatNumber(count)}
      <span className="sr-only"> {label}</span>
    </span>
  );
}
