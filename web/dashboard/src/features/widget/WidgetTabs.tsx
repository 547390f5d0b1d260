import clsx from 'clsx';
import { NavLink } from 'react-router';
import { useClient } from '@/lib/currentClient';

const PARTS = [
  { path: '', title: 'Design' },
  { path: '/install', title: 'Install' },
] as const;

/** The parts of the page, each with an address of its own. */
export function WidgetTabs() {
  const client = useClient();
  return (
    <nav
      aria-label="Widget"
      className="-mx-4 mb-6 flex gap-1 overflow-x-auto border-b border-line px-4 sm:mx-0 sm:px-0"
    >
      {PARTS.map(({ path, title }) => (
        <NavLink
          key={path}
          end
          to={`/clients/${client.id}/widget${path}`}
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
