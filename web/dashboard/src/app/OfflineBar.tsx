import { WifiOff } from 'lucide-react';
import { useOnline } from '@/lib/useOnline';

/** Says that there is no network, for as long as there is none. */
export function OfflineBar() {
  const online = useOnline();
  return (
    <div role="status">
      {!online && (
        <p className="flex items-center justify-center gap-2 border-b border-line bg-warning-tint px-4 py-2 text-center text-warning-fg">
          <WifiOff aria-hidden className="size-4 shrink-0" />
          You are offline. What you see may be old, and changes cannot be saved.
        </p>
      )}
    </div>
  );
}
