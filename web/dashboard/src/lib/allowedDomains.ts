/** Whether an entry of the allowed domains lets a page of this origin use the widget: as the server compares. */
export function allows(entry: string, origin: string): boolean {
  const domain = origin.replace(/^https?:\/\//, '');
  if (!entry.startsWith('*.')) return entry === origin || entry === domain;
  const parent = entry.slice(1);
  return parent.length > 1 && domain.endsWith(parent) && domain.length > parent.length;
}

/** An empty list allows every page. */
export const allowsAny = (entries: readonly string[], origin: string) =>
  entries.length === 0 || entries.some((entry) => allows(entry, origin));
