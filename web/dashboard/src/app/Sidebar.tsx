import clsx from 'clsx';
import { lazy, Suspense } from 'react';
import { NavLink } from 'react-router';
import { Skeleton } from '@/components/Skeleton';
import { useClient } from '@/lib/currentClient';
import { PLACES } from './navigation';
import { preloadPage } from './pages';

// Menus come after the page: they bring the library that places them.
const ClientSwitcher = lazy(() => import('@/features/clients/ClientSwitcher'));
const AccountMenu = lazy(() => import('./AccountMenu'));

/** Client, pages, account: beside the page, and in the drawer of phones. */
export function Sidebar({ onNavigate }: { onNavigate?: () => void }) {
  const { id } = useClient();
  return (
    <div className="flex h-full flex-col gap-5 p-4">
      <Suspense fallback={<Skeleton className="h-11 rounded-lg" />}>
        <ClientSwitcher />
      </Suspense>
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
                    isActive ? 'bg-muted text-fg [&_svg]:text-link' : 'text-soft hover:bg-muted hover:text-fg',
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
      <Suspense fallback={<Skeleton className="h-10 rounded-lg max-lg:h-11" />}>
        <AccountMenu />
      </Suspense>
    </div>
  );
}
