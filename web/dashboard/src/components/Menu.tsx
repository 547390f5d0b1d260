import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import { type ReactNode, useRef, useState } from 'react';

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom';
  className?: string;
  children: ReactNode;
}

/** A menu of actions at a button: MenuItem, MenuLabel, MenuSeparator inside. */
export function Menu({ trigger, align = 'end', side = 'bottom', className, children }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [place, setPlace] = useState<Element | null>(null);
  return (
    <Radix.Root
      modal={false}
      // Screen readers find it in the part of the page that its button is in.
      onOpenChange={(open) => open && setPlace(button.current?.closest('main, aside, [role=dialog]') ?? null)}
    >
      <Radix.Trigger ref={button} asChild>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal container={place}>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className={clsx(
            'z-50 max-h-(--radix-dropdown-menu-content-available-height) max-w-80 min-w-48 animate-appear overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-pop',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const menuItemLook =
  'flex min-h-8 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm outline-none select-none data-disabled:opacity-55 ' +
  'data-highlighted:bg-muted max-sm:min-h-10 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-soft';

interface MenuItemProps {
  icon?: LucideIcon;
  danger?: boolean;
  disabled?: boolean;
  onSelect?: (event: Event) => void;
  /** The one child, such as a link, is the item. */
  asChild?: boolean;
  children: ReactNode;
}

export function MenuItem({
  icon: Icon,
  danger = false,
  disabled = false,
  onSelect,
  asChild = false,
  children,
}: MenuItemProps) {
  return (
    <Radix.Item
      asChild={asChild}
      disabled={disabled}
      {...(onSelect && { onSelect })}
      className={clsx(menuItemLook, danger && 'text-danger-fg data-highlighted:bg-danger-tint [&_svg]:text-danger-fg')}
    >
      {asChild ? (
        children
      ) : (
        <>
          {Icon && <Icon aria-hidden />}
          {children}
        </>
      )}
    </Radix.Item>
  );
}

export const MenuSeparator = () => <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="px-2.5 py-1.5 text-xs font-medium text-soft">{children}</Radix.Label>
);
