import { CopyButton } from '@/components/CopyButton';

/** Code to copy, all of it in sight. */
export function CodeBlock({ label, code }: { label: string; code: string }) {
  return (
    <figure className="overflow-hidden rounded-lg border border-line bg-canvas">
      <figcaption className="flex items-center justify-between gap-3 border-b border-line py-1.5 pr-1.5 pl-4 text-[0.8125rem] text-soft">
        {label}
        <CopyButton text={code} variant="ghost" aria-label={`Copy: ${label}`} />
      </figcaption>
      <pre className="p-4 font-mono text-[0.8125rem] leading-relaxed wrap-anywhere whitespace-pre-wrap" dir="ltr">
        <code>{code}</code>
      </pre>
    </figure>
  );
}
