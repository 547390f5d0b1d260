import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

interface WarningNoteProps {
  title?: string;
  className?: string;
  children: ReactNode;
}

/** What is to be known before it hurts. Links in it are underlined, in its own colour. */
export const WarningNote = ({ title, className = '', children }: WarningNoteProps) => (
  <div
    className={`flex items-start gap-3 rounded-lg border border-warning bg-warning-tint p-3.5 text-warning-fg [&_a]:text-warning-fg! [&_a]:underline ${className}`}
  >
    <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
    <div className="max-w-prose min-w-0">
      {title && <p className="font-semibold">{title}</p>}
      <p>{children}</p>
    </div>
  </div>
);
