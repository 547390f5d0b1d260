import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Tooltip } from './Tooltip';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: LucideIcon;
  /** What it does: its name for screen readers, and its tooltip. */
  label: string;
  danger?: boolean;
}

/** A button of one picture, with its name as tooltip. */
export function IconButton({ icon: Icon, label, danger = false, className, ...props }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        className={clsx(
          'inline-flex size-8 shrink-0 items-center justify-center rounded-md text-soft transition-colors max-sm:size-10',
          'disabled:cursor-not-allowed disabled:opacity-55',
          danger ? 'hover:bg-danger-tint hover:text-danger-fg' : 'hover:bg-muted hover:text-fg',
          className,
        )}
        {...props}
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </Tooltip>
  );
}
