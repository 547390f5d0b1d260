import { useEffect, useRef, useState } from 'react';
import { useDebounced } from '@/lib/useDebounced';

/** A text that is typed here and settles elsewhere: what is changed there comes back, but not while it is on its way. */
export function useTyped(settled: string, settle: (text: string) => void): [string, (text: string) => void] {
  const [typed, setTyped] = useState(settled);
  const sent = useRef(settled);
  const waited = useDebounced(typed.trim());
  const latest = useRef(settle);
  latest.current = settle;
  useEffect(() => {
    if (waited === sent.current) return;
    sent.current = waited;
    latest.current(waited);
  }, [waited]);
  useEffect(() => {
    if (settled === sent.current) return;
    sent.current = settled;
    setTyped(settled);
  }, [settled]);
  return [typed, setTyped];
}
