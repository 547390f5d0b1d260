import { Button } from './Button';

interface LoadMoreProps {
  hasMore: boolean;
  loading: boolean;
  onLoad: () => void;
  /** What is shown now, such as “50 documents”. */
  shown?: string;
}

/** The end of a list that goes on. Fits `useInfiniteQuery`. */
export function LoadMore({ hasMore, loading, onLoad, shown }: LoadMoreProps) {
  if (!hasMore && !shown) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 px-5 py-3 text-[0.8125rem] text-soft sm:px-6">
      <span aria-live="polite">{shown}</span>
      {hasMore && (
        <Button size="small" loading={loading} onClick={onLoad}>
          Load more
        </Button>
      )}
    </div>
  );
}
