import { Link } from '@/components/Link';
import type { Message } from './api';
import { Clock } from './Clock';
import { shortPage } from './message';

interface QuestionItemProps {
  message: Message;
  previousPage: string | null | undefined;
}

export function QuestionItem({ message, previousPage }: QuestionItemProps) {
  const page = message.page === previousPage ? null : message.page;
  return (
    <div className="flex flex-col items-end">
      <p className="mb-1 flex max-w-full min-w-0 items-center gap-x-2 text-xs text-soft">
        <span className="font-medium">Visitor</span>
        <Clock value={message.createdAt} />
        {page && (
          <span className="relative min-w-0 truncate">
            on {/^https?:/.test(page) ? <Link to={page}>{shortPage(page)}</Link> : page}
          </span>
        )}
      </p>
      <p
        dir="auto"
        className="max-w-[85%] rounded-xl rounded-tr-sm bg-tint px-3.5 py-2.5 whitespace-pre-wrap wrap-anywhere"
      >
        {message.content}
      </p>
    </div>
  );
}
