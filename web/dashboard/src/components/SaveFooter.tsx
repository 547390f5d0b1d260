import { Button } from './Button';

interface Props {
  form: { dirty: boolean; busy: boolean; reset(): void };
  /** What saving does. */
  note: string;
}

/** The foot of a card that is a form: saves what was changed, or takes it back. */
export function SaveFooter({ form, note }: Props) {
  return (
    <>
      <p className="text-soft">{note}</p>
      <div className="flex gap-2">
        {form.dirty && <Button onClick={() => form.reset()}>Discard</Button>}
        <Button type="submit" variant="primary" loading={form.busy} disabled={!form.dirty}>
          Save
        </Button>
      </div>
    </>
  );
}
