import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { IconButton } from '@/components/IconButton';
import { Sidebar } from './Sidebar';

interface DrawerProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** The sidebar of narrow screens. */
export default function Drawer({ open, onOpenChange }: DrawerProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
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
          <Sidebar onNavigate={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
