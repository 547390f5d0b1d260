import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** What will be here, and how it comes. */
  children: ReactNode;
  action?: ReactNode;
}

/** Where nothing is yet: says what will be here and how to begin. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-6 py-12 text-center">
      <div className="mb-4 flex size-11 items-center justify-center rounded-xl border border-line bg-canvas text-soft">
        <Icon aria-hidden className="size-5" />
      </div>
      <p className="font-semibold">{title}</p>
      <div className="mt-1 max-w-md text-soft">{children}</div>
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
