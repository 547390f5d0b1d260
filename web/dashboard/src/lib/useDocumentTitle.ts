import { useEffect } from 'react';

const NAME = 'Conference Chat';

/** The title of the browser's tab: from the nearest thing to the widest. */
export function useDocumentTitle(...parts: (string | undefined)[]) {
  const title = [...parts, NAME].filter(Boolean).join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
