import clsx from 'clsx';
import { NavLink, useLocation } from 'react-router';
import { Skeleton } from '@/components/Skeleton';
import { useClient } from '@/lib/currentClient';
import { later } from '@/lib/later';
import { PLACES } from './navigation';
import { preloadPage } from './pages';

// Menus come after the page: they bring the library that places them.
const ClientSwitcher = later(
  () => import('@/features/clients/ClientSwitcher'),
  <Skeleton className="h-11 rounded-lg" />,
);
const AccountMenu = later(() => import('./AccountMenu'), <Skeleton className="h-10 rounded-lg max-lg:h-11" />);

/** Client, pages, account: beside the page, and in the drawer of phones. */
export function Sidebar({ onNavigate }: { onNavigate?: () => void }) {
  const { id } = useClient();
  const { pathname } = useLocation();
  // The user's own pages are in the frame of the settings.
  const isOfUser = !pathname.startsWith('/clients/');
  return (
    <div className="flex h-full flex-col gap-5 p-4">
      <ClientSwitcher />
      <nav aria-label="Main" className="flex-1 overflow-y-auto p-0.5">
        <ul className="grid gap-0.5">
          {PLACES.map(({ path, title, icon: Icon }) => (
            <li key={path}>
              <NavLink
                to={`/clients/${id}/${path}`}
                onClick={onNavigate}
                onPointerEnter={() => preloadPage(path)}
                onFocus={() => preloadPage(path)}
                className={({ isActive }) =>
                  clsx(
                    'flex h-9 items-center gap-3 rounded-md px-2.5 font-medium transition-colors max-lg:h-11',
                    isActive || (isOfUser && path === 'settings')
                      ? 'bg-muted text-fg [&_svg]:text-link'
                      : 'text-soft hover:bg-muted hover:text-fg',
                  )
                }
              >
                <Icon aria-hidden className="size-4.5 shrink-0" />
                {title}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <AccountMenu />
    </div>
  );
}
