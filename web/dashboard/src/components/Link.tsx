import clsx from 'clsx';
import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router';

interface LinkProps {
  to: string;
  className?: string;
  children: ReactNode;
}

const LOOK = 'rounded-sm font-medium text-link underline-offset-4 hover:underline';

/** A link in a text: to a page of the dashboard, or (`https://…`) elsewhere in a new tab. */
export function Link({ to, className, children }: LinkProps) {
  if (!/^https?:/.test(to)) {
    return (
      <RouterLink to={to} className={clsx(LOOK, className)}>
        {children}
      </RouterLink>
    );
  }
  return (
    <a href={to} target="_blank" rel="noopener noreferrer" className={clsx(LOOK, className)}>
      {children}
      <ExternalLink aria-hidden className="ml-1 inline size-3 align-baseline" />
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}
