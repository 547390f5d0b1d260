import clsx from 'clsx';
import { useEffect, useRef } from 'react';
import { NavLink, useLocation } from 'react-router';
import { useClient } from '@/lib/currentClient';

const PARTS = [
  { path: 'documents', title: 'Documents' },
  { path: 'tags', title: 'Tags' },
  { path: 'prompt', title: 'Main prompt' },
  { path: 'test', title: 'Test a question' },
  { path: 'tokens', title: 'Access tokens' },
] as const;

/** The parts of the page, each with an address of its own. */
export function KnowledgeTabs() {
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
      aria-label="Knowledge"
      className="-mx-4 mb-6 flex gap-1 overflow-x-auto border-b border-line px-4 sm:mx-0 sm:px-0"
    >
      {PARTS.map(({ path, title }) => (
        <NavLink
          key={path}
          to={`/clients/${client.id}/knowledge/${path}`}
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
