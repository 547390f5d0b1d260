import clsx from 'clsx';
import { type ReactNode, useEffect, useRef } from 'react';
import { NavLink, useLocation } from 'react-router';
import type { Client } from '@/api/types';

const OF_CLIENT = [
  { path: 'general', title: 'General' },
  { path: 'key', title: 'Public key' },
  { path: 'domains', title: 'Allowed domains' },
  { path: 'answers', title: 'Who answers' },
  { path: 'directus', title: 'Directus' },
  { path: 'danger', title: 'Danger zone' },
] as const;

const OF_USER = [
  { to: '/settings/account', title: 'Account' },
  { to: '/clients', title: 'Clients' },
] as const;

/** All settings, of a client and of the user: the list of them beside the open one, above it on narrow screens. */
export function SettingsFrame({ client, children }: { client: Client | null; children: ReactNode }) {
  const { pathname } = useLocation();
  const list = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a phone the open one may be out of sight
  useEffect(() => {
    list.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname]);
  return (
    <div className="lg:grid lg:grid-cols-[11rem_minmax(0,1fr)] lg:gap-10">
      <nav
        ref={list}
        aria-label="Settings"
        className="relative -mx-4 mb-6 flex gap-1 overflow-x-auto border-b border-line px-4 sm:mx-0 sm:px-0 lg:sticky lg:top-10 lg:block lg:self-start lg:overflow-visible lg:border-0"
      >
        {client && (
          <Group
            title={client.name}
            places={OF_CLIENT.map(({ path, title }) => ({ to: `/clients/${client.id}/settings/${path}`, title }))}
          />
        )}
        <Group title="You" places={OF_USER} />
      </nav>
      <div className="min-w-0 max-w-3xl">{children}</div>
    </div>
  );
}

const Group = ({ title, places }: { title: string; places: readonly { to: string; title: string }[] }) => (
  <div className="flex gap-1 lg:mb-6 lg:block">
    <p className="truncate px-3 pb-1.5 text-xs font-medium text-soft max-lg:sr-only">{title}</p>
    <ul className="flex gap-1 lg:grid lg:gap-0.5">
      {places.map((place) => (
        <li key={place.to}>
          <NavLink
            end
            to={place.to}
            className={({ isActive }) =>
              clsx(
                'flex h-10 items-center px-3 font-medium whitespace-nowrap -outline-offset-2 max-lg:border-b-2 lg:h-8 lg:rounded-md',
                isActive
                  ? 'text-fg max-lg:border-accent lg:bg-muted'
                  : 'text-soft hover:text-fg max-lg:border-transparent lg:hover:bg-muted',
              )
            }
          >
            {place.title}
          </NavLink>
        </li>
      ))}
    </ul>
  </div>
);
