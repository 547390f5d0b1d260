import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { guardHistory } from '@/lib/historyGuard';
import { ConfirmDialog } from './ConfirmDialog';

/**
 * Asks before a page with changes that are not saved is left: by a link, by back and forward, by closing the tab. Of our own,
 * because the router's blocker needs its data router.
 */
export function UnsavedGuard({ when }: { when: boolean }) {
  const navigate = useNavigate();
  const [leave, setLeave] = useState<{ go: () => void } | null>(null);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    if (!when) return;
    const here = placeInHistory(history.state);
    let returning = false;
    let leaving = false;
    const ask = (go: () => void) => {
      setLeave({
        go: () => {
          leaving = true;
          go();
        },
      });
      setOpen(true);
    };

    function onClick(event: MouseEvent) {
      const to = linkOf(event);
      if (!to || leaving) return;
      // The router follows no link whose click was prevented; menus still close.
      event.preventDefault();
      ask(() => navigate(to));
    }
    function onPopState(event: PopStateEvent) {
      if (leaving) return;
      if (!returning) {
        const steps = placeInHistory(event.state) - here;
        // Not away from here: to another part of this very page.
        if (steps === 0) return;
        returning = true;
        history.go(-steps);
        ask(() => history.go(steps));
      } else returning = false;
      // The router does not hear that we were away.
      event.stopImmediatePropagation();
    }
    const onUnload = (event: BeforeUnloadEvent) => !leaving && event.preventDefault();

    document.addEventListener('click', onClick, true);
    const unguard = guardHistory(onPopState);
    addEventListener('beforeunload', onUnload);
    return () => {
      document.removeEventListener('click', onClick, true);
      unguard();
      removeEventListener('beforeunload', onUnload);
    };
  }, [when, navigate]);

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      title="Leave without saving?"
      action="Discard and leave"
      onConfirm={async () => leave?.go()}
    >
      <p>You changed something on this page and did not save it. It is lost when you leave.</p>
    </ConfirmDialog>
  );
}

/** Where a click leads within the dashboard; null when it opens another tab, a file, or a part of this page. */
export function linkOf(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
  if (!link || (link.target && link.target !== '_self') || link.hasAttribute('download')) return null;
  const url = new URL(link.href);
  if (url.origin !== location.origin) return null;
  if (url.pathname === location.pathname && url.search === location.search) return null;
  return url.pathname + url.search + url.hash;
}

/** The router numbers the entries of the browser's history. */
function placeInHistory(state: unknown): number {
  const place = typeof state === 'object' && state !== null && 'idx' in state ? state.idx : 0;
  return typeof place === 'number' ? place : 0;
}
