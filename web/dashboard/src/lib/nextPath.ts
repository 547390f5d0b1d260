/** Where to go after logging in: only a path of our own, never an address that somebody put in a link. */
export function nextPath(next: string | null): string {
  if (!next?.startsWith('/')) return '/';
  const own = 'https://dashboard.invalid';
  const url = URL.canParse(next, own) ? new URL(next, own) : null;
  if (url?.origin !== own || /^\/(login|register)(\/|$)/i.test(url.pathname)) return '/';
  return url.pathname.startsWith('//') ? '/' : url.pathname + url.search + url.hash;
}
