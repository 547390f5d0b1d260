/** Whether the allowed domains let a page use the widget: the server's rule, to warn before a visitor finds out. */
export function allows(domains: readonly string[], origin: string) {
  if (domains.length === 0) return true;
  const host = origin.replace(/^https?:\/\//, '');
  return domains.some((entry) => {
    if (!entry.startsWith('*.')) return entry === origin || entry === host;
    const rest = host.endsWith(entry.slice(1)) ? host.slice(0, -(entry.length - 1)) : '';
    return rest !== '';
  });
}

/** What was typed as a page's address; null when it cannot be one. */
export function pageAddress(typed: string) {
  const text = typed.trim();
  if (!text || /\s/.test(text)) return null;
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  return URL.canParse(address) ? new URL(address) : null;
}
