import { CircleAlert, WifiOff } from 'lucide-react';
import { asApiError } from '@/api/error';
import { Button } from './Button';

interface ErrorNoticeProps {
  error: unknown;
  /** What did not work: “The documents could not be loaded”. */
  title?: string;
  onRetry?: () => void;
}

/** What went wrong, what to do about it, and the number that support asks for. */
export function ErrorNotice({ error, title, onRetry }: ErrorNoticeProps) {
  const told = asApiError(error);
  const Icon = told.isOffline ? WifiOff : CircleAlert;
  const wait = told.status === 429 && told.retryAfter ? ` Try again in ${duration(told.retryAfter)}.` : '';
  return (
    <div
      role="alert"
      className="flex items-start gap-3 rounded-lg border border-danger bg-danger-tint p-3.5 text-danger-fg"
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        {title && <p className="font-semibold">{title}</p>}
        <p>
          {told.message}
          {wait}
        </p>
        {told.details
          .filter(({ message }) => message !== told.message)
          .map(({ path, message }) => (
            <p key={`${path.join('.')} ${message}`}>{message}</p>
          ))}
        {told.requestId && (told.status >= 500 || told.status === 403) && (
          <p className="mt-1 text-xs">
            Reference for support: <code className="font-mono break-all select-all">{told.requestId}</code>
          </p>
        )}
        {onRetry && (
          <Button size="small" className="mt-3" onClick={onRetry}>
            Try again
          </Button>
        )}
      </div>
    </div>
  );
}

const duration = (seconds: number) => (seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`);
