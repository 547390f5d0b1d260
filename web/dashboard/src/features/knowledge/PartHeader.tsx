import type { ReactNode } from 'react';
import { useClient } from '@/lib/currentClient';
import { useDocumentTitle } from '@/lib/useDocumentTitle';

interface PartHeaderProps {
  title: string;
  description: ReactNode;
  actions?: ReactNode;
}

/** What one part of the page is for. Its title is what the open tab says already. */
export function PartHeader({ title, description, actions }: PartHeaderProps) {
  useDocumentTitle(title, 'Knowledge', useClient().name);
  return (
    <div className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <h2 className="sr-only">{title}</h2>
      <div className="max-w-prose min-w-0 text-soft">{description}</div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  );
}
