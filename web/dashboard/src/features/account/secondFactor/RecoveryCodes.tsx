import { Button } from '@/components/Button';
import { CopyButton } from '@/components/CopyButton';
import { WarningNote } from '@/components/WarningNote';
import { download } from '@/lib/download';

/** They are told once; the button below is what says that they were kept. */
export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const text = codes.join('\n');
  return (
    <div className="grid gap-5">
      <WarningNote>
        Keep these codes where you keep your passwords. Each lets you log in once without your phone. They are not shown
        again.
      </WarningNote>
      <ul aria-label="Recovery codes" className="grid gap-x-6 gap-y-1 font-mono text-[0.8125rem] sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code} className="select-all">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap justify-end gap-2">
        <CopyButton text={text} label="Copy codes" size="medium" />
        <Button
          onClick={() =>
            download(new Blob([`${text}\n`], { type: 'text/plain' }), 'conference-chat-recovery-codes.txt')
          }
        >
          Download
        </Button>
        <Button variant="primary" onClick={onKept}>
          I have kept them
        </Button>
      </div>
    </div>
  );
}
