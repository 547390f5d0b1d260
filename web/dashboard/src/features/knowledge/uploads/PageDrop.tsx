import { Upload } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { KINDS_HINT } from './files';

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes files that are dropped anywhere on the page. */
export function PageDrop({ onFiles }: { onFiles: (files: File[]) => void }) {
  const [over, setOver] = useState(false);
  const take = useRef(onFiles);
  take.current = onFiles;

  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const onDrag = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    addEventListener('dragenter', onDrag, { signal });
    addEventListener('dragover', onDrag, { signal });
    // Without a next element the pointer has left the window.
    addEventListener('dragleave', ({ relatedTarget }) => relatedTarget === null && setOver(false), { signal });
    addEventListener(
      'drop',
      (event) => {
        setOver(false);
        // A field of its own took them.
        if (event.defaultPrevented || !hasFiles(event)) return;
        event.preventDefault();
        const files = Array.from(event.dataTransfer?.files ?? []);
        if (files.length > 0) take.current(files);
      },
      { signal },
    );
    return () => stop.abort();
  }, []);

  if (!over) return null;
  return (
    <div aria-hidden className="pointer-events-none fixed inset-0 z-50 animate-appear bg-shade p-4 sm:p-8">
      <div className="flex h-full flex-col items-center justify-center gap-2 rounded-xl border-2 border-dashed border-accent bg-surface text-center">
        <Upload className="size-7 text-link" />
        <p className="text-base font-semibold">Drop the files to add them</p>
        <p className="text-soft">{KINDS_HINT}</p>
      </div>
    </div>
  );
}
