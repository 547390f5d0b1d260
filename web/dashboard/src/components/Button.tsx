import clsx from 'clsx';
import { LoaderCircle } from 'lucide-react';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';

const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent shadow-card hover:bg-accent-strong',
  secondary: 'border border-line bg-surface text-fg shadow-card hover:bg-muted',
  ghost: 'text-soft hover:bg-muted hover:text-fg',
  danger: 'bg-danger text-on-danger shadow-card hover:bg-danger-strong',
};

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant;
  size?: 'small' | 'medium';
  /** Shows that it works on it, and takes no further clicks. */
  loading?: boolean;
  /** Gives its look to the one child, such as a link. */
  asChild?: boolean;
}

/** A button; `loading` keeps its width and its focus. */
export function Button({
  variant = 'secondary',
  size = 'medium',
  loading = false,
  asChild = false,
  className,
  children,
  onClick,
  ...props
}: ButtonProps) {
  const look = clsx(
    'relative inline-flex shrink-0 select-none items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap transition-colors',
    'disabled:cursor-not-allowed disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
    size === 'small' ? 'h-8 px-3 text-[0.8125rem]' : 'h-9 px-3.5 text-sm max-sm:h-10',
    VARIANTS[variant],
    className,
  );
  if (asChild) {
    return (
      <Slot.Root className={look} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={look}
      aria-busy={loading || undefined}
      aria-disabled={loading || undefined}
      onClick={loading ? (event) => event.preventDefault() : onClick}
      {...props}
    >
      {loading && <LoaderCircle aria-hidden className="absolute animate-spin" />}
      <span className={clsx('inline-flex items-center gap-2', loading && 'opacity-0')}>{children}</span>
    </button>
  );
}
