import clsx from 'clsx';

/** The name with its sign. */
export const Logo = ({ className }: { className?: string }) => (
  <span className={clsx('inline-flex items-center gap-2.5 font-semibold tracking-tight', className)}>
    <img src="/favicon.svg" alt="" width={24} height={24} className="rounded-md" />
    Conference Chat
  </span>
);
