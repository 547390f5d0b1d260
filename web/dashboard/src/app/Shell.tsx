import { Menu } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { IconButton } from '@/components/IconButton';
import { useClient } from '@/lib/currentClient';
import { later } from '@/lib/later';
import { OfflineBar } from './OfflineBar';
import { Sidebar } from './Sidebar';

const Drawer = later(() => import('./Drawer'));

/** The frame around a client's pages. */
export function Shell({ children }: { children: ReactNode }) {
  const client = useClient();
  return (
    <>
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-4 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <aside className="fixed inset-y-0 left-0 z-20 hidden w-60 border-r border-line bg-surface lg:block print:hidden">
        <Sidebar />
      </aside>
      <div className="flex min-h-dvh flex-col lg:pl-60 print:pl-0">
        <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b border-line bg-surface px-3 lg:hidden print:hidden">
          <MenuButton />
          <span className="min-w-0 truncate font-semibold">{client.name}</span>
        </header>
        <OfflineBar />
        <main id="main" tabIndex={-1} className="mx-auto w-full max-w-6xl flex-1 px-4 py-6 sm:px-6 lg:px-10 lg:py-10">
          {children}
        </main>
      </div>
    </>
  );
}

/** Opens the sidebar of narrow screens. Its code comes after the page, before it is wanted. */
function MenuButton() {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes it
  useEffect(() => setOpen(false), [pathname]);
  useEffect(() => {
    if (!matchMedia('(width >= 64rem)').matches) void Drawer.load();
  }, []);
  return (
    <>
      <IconButton
        icon={Menu}
        label="Menu"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => {
          setWanted(true);
          setOpen(true);
        }}
      />
      {wanted && <Drawer open={open} onOpenChange={setOpen} />}
    </>
  );
}
