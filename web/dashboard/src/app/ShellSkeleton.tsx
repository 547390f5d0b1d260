import { Skeleton } from '@/components/Skeleton';

/** The frame of the dashboard while it is not known yet who is here. */
export const ShellSkeleton = () => (
  <div role="status" aria-label="Loading" className="lg:pl-60">
    <div className="fixed inset-y-0 left-0 hidden w-60 border-r border-line bg-surface p-4 lg:block">
      <Skeleton className="h-11 rounded-lg" />
    </div>
    <div className="h-14 border-b border-line bg-surface lg:hidden" />
    <PageSkeleton />
  </div>
);

/** A page whose code is on its way. */
export const PageSkeleton = () => (
  <div aria-hidden className="mx-auto w-full max-w-6xl px-4 py-6 sm:px-6 lg:px-10 lg:py-10">
    <Skeleton className="mb-3 h-8 w-40" />
    <Skeleton className="mb-8 h-5 w-72 max-w-full" />
    <Skeleton className="h-64 rounded-xl" />
  </div>
);
