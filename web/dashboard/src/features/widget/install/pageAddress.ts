/** What was typed as a page's address; null when it cannot be one. */
export function pageAddress(typed: string) {
  const text = typed.trim();
  if (!text || /\s/.test(text)) return null;
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  return URL.canParse(address) ? new URL(address) : null;
}
