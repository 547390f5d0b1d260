/** Of a request's body the server takes 100 KB; the other fields need some of it. */
const BODY_BYTES = 95 * 1024;

export function titleError(title: string) {
  if (!title.trim()) return 'Give it a title.';
  return title.length > 200 ? 'A title may have 200 characters at most.' : undefined;
}

export function urlError(url: string) {
  if (!url.trim()) return undefined;
  if (url.trim().length > 2000) return 'An address may have 2,000 characters at most.';
  return /^https?:\/\/[^\s/]+/i.test(url.trim()) && URL.canParse(url.trim())
    ? undefined
    : 'Must be an address that begins with https:// or http://.';
}

export function bodyError(body: string) {
  if (!body.trim()) return 'Write what your visitors may ask about.';
  const bytes = new TextEncoder().encode(JSON.stringify(body)).length;
  return bytes > BODY_BYTES
    ? 'This is too long for a text written here. Split it into several, or upload it as a file.'
    : undefined;
}

/** Without the fields that are fine. */
export function errorsOf<Name extends string>(errors: Record<Name, string | undefined>) {
  const wrong = Object.entries(errors).filter(([, message]) => message !== undefined);
  return Object.fromEntries(wrong) as Partial<Record<Name, string>>;
}

/** The day of a moment, as `<input type="date">` has it. */
export const dayOf = (moment: string) => moment.slice(0, 10);
export const momentOf = (day: string) => `${day}T00:00:00Z`;
