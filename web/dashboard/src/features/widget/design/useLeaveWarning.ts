import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';

/** Asks before unsaved changes are lost: the browser where it is closed or reloaded, we where a link is followed. */
export function useLeaveWarning(isDirty: boolean) {
  const [target, setTarget] = useState<string | null>(null);
  const navigate = useNavigate();
  const { pathname } = useLocation();

  useEffect(() => {
    if (!isDirty) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const to = leadsAway(event, pathname);
      if (!to) return;
      event.preventDefault();
      event.stopPropagation();
      setTarget(to);
    };
    addEventListener('beforeunload', onUnload);
    // Before the router hears of it.
    document.addEventListener('click', onClick, true);
    return () => {
      removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, true);
    };
  }, [isDirty, pathname]);

  return { isAsking: target !== null, stay: () => setTarget(null), leave: () => target && navigate(target) };
}

/** Where a click leads in this tab, when that is another page of the dashboard. */
export function leadsAway(event: MouseEvent, pathname: string) {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link?.href || (link.target && link.target !== '_self') || link.origin !== location.origin) return null;
  return link.pathname === pathname ? null : link.pathname + link.search + link.hash;
}
