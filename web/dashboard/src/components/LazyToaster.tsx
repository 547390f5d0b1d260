import { lazy, Suspense, useEffect, useState } from 'react';
import { useToasts } from './toast';

const Toaster = lazy(() => import('./Toaster'));

/** Toasts, once in the application: the code for them comes with the first one. */
export function LazyToaster() {
  const some = useToasts().length > 0;
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    if (some) setWanted(true);
  }, [some]);
  return <Suspense fallback={null}>{wanted && <Toaster />}</Suspense>;
}
