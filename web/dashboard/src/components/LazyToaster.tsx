import { useEffect, useState } from 'react';
import { later } from '@/lib/later';
import { useToasts } from './toast';

const Toaster = later(() => import('./Toaster'));

/** Toasts, once in the application. Their code comes when the page stands still: without a connection it is too late for it. */
export function LazyToaster() {
  const some = useToasts().length > 0;
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    if (some) setWanted(true);
  }, [some]);
  useEffect(() => {
    const timer = setTimeout(Toaster.load, 3000);
    return () => clearTimeout(timer);
  }, []);
  return wanted ? <Toaster /> : null;
}
