import clsx from 'clsx';

/** A grey place of the size of what is being loaded; the size by `className`. */
export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden className={clsx('animate-pulse rounded-md bg-muted', className)} />
);

/** Lines of text that are being loaded. */
export function SkeletonText({ lines = 3 }: { lines?: number }) {
  const widths = ['w-full', 'w-11/12', 'w-4/5', 'w-2/3'];
  return (
    <div className="grid gap-2.5">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are alike and never move
        <Skeleton key={line} className={clsx('h-4', widths[line % widths.length])} />
      ))}
    </div>
  );
}
