import { UserCheck } from 'lucide-react';
import { DateText } from '@/components/DateText';
import { Link } from '@/components/Link';
import { plural } from '@/lib/format';
import type { Conversation } from './api';
import { shortPage } from './message';
import { VisitorName } from './VisitorName';

/** Who, when and where, below the title. */
export function Facts({ conversation: { visitor, startedAt, messageCount, page } }: { conversation: Conversation }) {
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-[0.8125rem] text-soft">
      {visitor ? (
        <span className="inline-flex min-w-0 items-center gap-1.5">
          <UserCheck aria-hidden className="size-3.5 shrink-0" />
          <VisitorName visitor={visitor} />
          <span className="sr-only">verified visitor</span>
        </span>
      ) : (
        <span>Anonymous visitor</span>
      )}
      <DateText value={startedAt} time />
      <span>{plural(messageCount, 'message')}</span>
      {page && (
        <span className="relative min-w-0 truncate">
          began on {/^https?:/.test(page) ? <Link to={page}>{shortPage(page)}</Link> : page}
        </span>
      )}
    </div>
  );
}
