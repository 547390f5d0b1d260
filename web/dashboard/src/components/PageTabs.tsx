import clsx from 'clsx';
import { useEffect, useRef } from 'react';
import { NavLink, useLocation } from 'react-router';
import { useClient } from '@/lib/currentClient';

interface PageTabsProps {
  label: string;
  /** The page's own part of the address: `widget`. */
  page: string;
  /** An empty `path` is the page itself. */
  parts: readonly { path: string; title: string }[];
}

/** The parts of a page, each with an address of its own. */
export function PageTabs({ label, page, parts }: PageTabsProps) {
  const client = useClient();
  const { pathname } = useLocation();
  const list = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a phone the open one may be out of sight
  useEffect(() => {
    list.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname]);
  return (
    <nav
      ref={list}
      aria-label={label}
      className="-mx-4 mb-6 flex gap-1 overflow-x-auto border-b border-line px-4 sm:mx-0 sm:px-0"
    >
      {parts.map(({ path, title }) => (
        <NavLink
          key={path}
          end={path === ''}
          to={`/clients/${client.id}/${page}${path && `/${path}`}`}
          className={({ isActive }) =>
            clsx(
              'flex h-10 items-center border-b-2 px-3 font-medium whitespace-nowrap -outline-offset-2 hover:text-fg',
              isActive ? 'border-accent text-fg' : 'border-transparent text-soft',
            )
          }
        >
          {title}
        </NavLink>
      ))}
    </nav>
  );
}
