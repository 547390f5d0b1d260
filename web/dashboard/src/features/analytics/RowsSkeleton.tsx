import { Skeleton } from '@/components/Skeleton';

/** A table that is being loaded. */
export const RowsSkeleton = () => (
  <div className="grid gap-3 px-5 pb-5 sm:px-6">
    {['a', 'b', 'c', 'd', 'e'].map((row) => (
      <Skeleton key={row} className="h-8" />
    ))}
  </div>
);
