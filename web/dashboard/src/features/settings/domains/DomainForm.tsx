import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/Button';
import { Field } from '@/components/Field';
import { TextInput } from '@/components/TextInput';
import { allows } from '@/lib/allowedDomains';
import { useDebounced } from '@/lib/useDebounced';
import type { Sighting } from '../api';
import { readEntry } from './entry';

interface DomainFormProps {
  domains: readonly string[];
  /** Where the widget works now and would not after the first domain. */
  uncovered: readonly Sighting[];
  onAdd: (entry: string) => void;
}

/** Adds one domain; says while it is typed what it comes to. */
export function DomainForm({ domains, uncovered, onAdd }: DomainFormProps) {
  const [typed, setTyped] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  // Not while somebody is in the middle of a name.
  const settled = useDebounced(typed, 500);
  const read = readEntry(typed);
  const entry = 'entry' in read ? read.entry : null;
  const repeated = entry !== null && domains.includes(entry) ? `${entry} is in the list already.` : undefined;
  const problem = 'error' in read ? read.error : repeated;
  const isTold = isAsked || (typed.trim() !== '' && settled === typed);
  const lost = entry === null ? [] : uncovered.filter(({ origin }) => !allows(entry, origin));

  function submit(event: FormEvent) {
    event.preventDefault();
    if (entry === null || problem) {
      setIsAsked(true);
      return;
    }
    onAdd(entry);
    setTyped('');
    setIsAsked(false);
  }

  return (
    <form onSubmit={submit} noValidate className="grid gap-3">
      <div className="flex items-start gap-2">
        <Field
          label="Domain"
          hideLabel
          className="min-w-0 flex-1"
          error={isTold ? problem : undefined}
          hint={
            ('note' in read && read.note) ||
            'A host (example.com, localhost:3000), all its sub-domains (*.example.com), or an origin (https://example.com).'
          }
        >
          <TextInput
            value={typed}
            onChange={(now) => {
              setTyped(now);
              setIsAsked(false);
            }}
            placeholder="example.com"
            inputMode="url"
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
          />
        </Field>
        <Button type="submit" variant="primary" className="max-sm:h-11">
          <Plus aria-hidden />
          Add
        </Button>
      </div>
      {lost.length > 0 && !problem && (
        <p className="text-[0.8125rem] text-warning-fg">
          With this as the only domain, the chat stops on {lost.map(({ origin }) => origin).join(', ')}. Add what is
          yours, too.
        </p>
      )}
    </form>
  );
}
