import clsx from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { IconButton } from './IconButton';

interface DialogProps {
  open: boolean;
  /** Without it, the dialog cannot be put away. */
  onOpenChange?: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** Buttons at its foot, the main one last. */
  footer?: ReactNode;
  wide?: boolean;
  children?: ReactNode;
}

/** A window over the page; from below on phones. Focus stays in it and goes back afterwards. */
export function Dialog({ open, onOpenChange, title, description, footer, wide = false, children }: DialogProps) {
  const opener = useRef<HTMLElement | null>(null);
  return (
    <Radix.Root open={open} {...(onOpenChange && { onOpenChange })}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 grid animate-appear items-end overflow-y-auto bg-shade sm:place-items-center sm:p-6">
          <Radix.Content
            {...(!description && { 'aria-describedby': undefined })}
            onOpenAutoFocus={(event) => {
              opener.current = focusReturn();
              focusFirstField(event);
            }}
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              // Another page was opened from it, and has the focus.
              if (document.activeElement?.matches('h1')) return;
              // What opened it may be gone, such as the row that was deleted.
              const target = opener.current?.isConnected ? opener.current : document.getElementById('main');
              target?.focus({ preventScroll: true });
            }}
            className={clsx(
              'relative w-full animate-rise rounded-t-xl border border-line bg-surface shadow-pop sm:rounded-xl',
              wide ? 'sm:max-w-3xl' : 'sm:max-w-lg',
            )}
          >
            <div className="flex items-start justify-between gap-4 px-6 pt-5">
              <div className="min-w-0">
                <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
                {description && <Radix.Description className="mt-1 text-soft">{description}</Radix.Description>}
              </div>
              {onOpenChange && (
                <Radix.Close asChild>
                  <IconButton icon={X} label="Close" className="-mt-1 -mr-2" />
                </Radix.Close>
              )}
            </div>
            <div className="px-6 py-5">{children}</div>
            {footer && (
              <div className="flex flex-wrap justify-end gap-2 rounded-b-xl border-t border-line bg-canvas px-6 py-4 pb-[max(1rem,env(safe-area-inset-bottom))]">
                {footer}
              </div>
            )}
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** What has the focus now; for an item of a menu, which closes, the button of that menu. */
function focusReturn() {
  const active = document.activeElement;
  const button = active?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  if (button) return document.getElementById(button);
  return active instanceof HTMLElement && active !== document.body ? active : null;
}

/** The first field, else the window itself: not the button that closes it. */
function focusFirstField(event: Event) {
  event.preventDefault();
  const content = event.currentTarget as HTMLElement;
  (content.querySelector<HTMLElement>('input:not([type=hidden]), textarea, select') ?? content).focus();
}
