import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { type ApiError, asApiError } from '@/api/error';
import { Button } from '@/components/Button';
import { Checkbox } from '@/components/Checkbox';
import { Field } from '@/components/Field';
import { Skeleton } from '@/components/Skeleton';
import { TextInput } from '@/components/TextInput';
import { useClient } from '@/lib/currentClient';
import { type Tag, tagsQuery, useSaveTag } from '../api';

interface TagPickerProps {
  hint?: string;
  stateOf: (tagId: string) => boolean | 'some';
  onChange: (tagId: string, chosen: boolean) => void;
}

/** All tags of the client to tick, and a field for one more. */
export function TagPicker({ hint, stateOf, onChange }: TagPickerProps) {
  const client = useClient();
  const { data: tags, error } = useQuery(tagsQuery(client.id));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium">Tags</legend>
      {error && <p className="text-[0.8125rem] text-danger-fg">The tags could not be loaded. Reload the page.</p>}
      {!tags && !error && <Skeleton className="h-6 w-48" />}
      {tags && tags.length > 0 && (
        <div className="mb-3 flex max-h-40 flex-wrap gap-x-5 gap-y-2 overflow-y-auto py-0.5 wrap-anywhere *:max-w-full">
          {tags.map(({ id, name }) => (
            <Checkbox key={id} label={name} checked={stateOf(id)} onChange={(chosen) => onChange(id, chosen)} />
          ))}
        </div>
      )}
      {tags && <NewTag tags={tags} onCreated={(tagId) => onChange(tagId, true)} />}
      {hint && <p className="mt-1.5 text-[0.8125rem] text-soft">{hint}</p>}
    </fieldset>
  );
}

/** It may stand inside of another form, so it is none of its own. */
function NewTag({ tags, onCreated }: { tags: readonly Tag[]; onCreated: (tagId: string) => void }) {
  const client = useClient();
  const save = useSaveTag(client.id);
  const [name, setName] = useState('');
  const [error, setError] = useState<ApiError | null>(null);

  async function add() {
    if (!name.trim() || save.isPending) return;
    setError(null);
    const known = tags.find((tag) => tag.name.toLowerCase() === name.trim().toLowerCase());
    try {
      onCreated((known ?? (await save.mutateAsync({ name: name.trim(), prompt: '' }))).id);
      setName('');
    } catch (thrown) {
      setError(asApiError(thrown));
    }
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    void add();
  }
  const message = error && (error.status === 409 ? 'There is a tag of this name.' : error.message);
  return (
    <div className="flex items-start gap-2">
      <Field label="New tag" hideLabel error={message ?? undefined} className="w-full max-w-56">
        <TextInput value={name} onChange={setName} onKeyDown={onKeyDown} placeholder="New tag" maxLength={60} />
      </Field>
      <Button onClick={add} loading={save.isPending} disabled={!name.trim()} className="max-sm:h-11">
        <Plus aria-hidden />
        Add tag
      </Button>
    </div>
  );
}
