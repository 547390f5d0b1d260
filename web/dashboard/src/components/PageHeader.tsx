import { type ReactNode, useContext, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { CurrentClient } from '@/lib/currentClient';
import { useDocumentTitle } from '@/lib/useDocumentTitle';

interface PageHeaderProps {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
}

/** A page's h1, once on every page. It names the browser's tab, and takes the focus when one came here by a link. */
export function PageHeader({ title, description, actions }: PageHeaderProps) {
  const client = useContext(CurrentClient);
  useDocumentTitle(title, client?.name);
  const heading = useRef<HTMLHeadingElement>(null);
  // `default` is the page that the browser itself opened.
  const navigated = useLocation().key !== 'default';
  // biome-ignore lint/correctness/useExhaustiveDependencies: another title is another page
  useEffect(() => {
    // A page that puts the cursor into its first field knows better.
    const typing = document.activeElement?.matches('input, textarea');
    if (navigated && !typing) heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3 sm:mb-8">
      <div className="min-w-0">
        <h1 ref={heading} tabIndex={-1} className="text-xl font-semibold tracking-tight sm:text-2xl">
          {title}
        </h1>
        {description && <p className="mt-1 max-w-prose text-soft">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  );
}
