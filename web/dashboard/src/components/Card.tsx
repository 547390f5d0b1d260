import clsx from 'clsx';
import { type ReactNode, useId } from 'react';

interface CardProps {
  title?: string;
  description?: ReactNode;
  /** Buttons to the right of the title. */
  actions?: ReactNode;
  /** A bar at its foot: what saves it, what it means. */
  footer?: ReactNode;
  danger?: boolean;
  /** Without padding, for tables and lists. */
  flush?: boolean;
  className?: string;
  children?: ReactNode;
}

/** A section of a page with a title of its own. */
export function Card({
  title,
  description,
  actions,
  footer,
  danger = false,
  flush = false,
  className,
  children,
}: CardProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={clsx('rounded-xl border bg-surface shadow-card', danger ? 'border-danger' : 'border-line', className)}
    >
      {title && (
        <div
          className={clsx(
            'flex flex-wrap items-start justify-between gap-3 px-5 pt-5 sm:px-6',
            (flush || !children) && 'pb-4',
          )}
        >
          <div className="min-w-0 flex-1 basis-60">
            <h2 id={id} className="text-[0.9375rem] font-semibold">
              {title}
            </h2>
            {description && <p className="mt-1 max-w-prose text-soft">{description}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
      )}
      {children && <div className={clsx(!flush && 'p-5 sm:px-6')}>{children}</div>}
      {footer && (
        <div className="flex flex-wrap items-center justify-between gap-3 rounded-b-xl border-t border-line bg-canvas px-5 py-3.5 sm:px-6">
          {footer}
        </div>
      )}
    </section>
  );
}
