import { Menu as MenuIcon, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type ReactNode, useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { IconButton } from '@/components/IconButton';
import { useClient } from '@/lib/currentClient';
import { OfflineBar } from './OfflineBar';
import { Sidebar } from './Sidebar';

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
      <aside className="fixed inset-y-0 left-0 z-20 hidden w-60 border-r border-line bg-surface lg:block">
        <Sidebar />
      </aside>
      <div className="flex min-h-dvh flex-col lg:pl-60">
        <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b border-line bg-surface px-3 lg:hidden">
          <Drawer />
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

/** The sidebar of narrow screens. */
function Drawer() {
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes it
  useEffect(() => setOpen(false), [pathname]);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <IconButton icon={MenuIcon} label="Menu" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-30 animate-appear bg-shade lg:hidden" />
        <Dialog.Content
          aria-describedby={undefined}
          // The page takes the focus when a link of the drawer was followed.
          onCloseAutoFocus={(event) => document.activeElement?.matches('h1') && event.preventDefault()}
          className="fixed inset-y-0 left-0 z-30 w-72 max-w-[85vw] animate-slide-in border-r border-line bg-surface pt-11 shadow-pop lg:hidden"
        >
          <Dialog.Title className="sr-only">Menu</Dialog.Title>
          <Dialog.Close asChild>
            <IconButton icon={X} label="Close menu" className="absolute top-2 right-3" />
          </Dialog.Close>
          <Sidebar onNavigate={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
