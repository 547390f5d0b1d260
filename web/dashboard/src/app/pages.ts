/** Where the code of each page comes from: a file of its own, loaded when it is wanted. */
const pages = {
  overview: () => import('@/features/overview/Page'),
  widget: () => import('@/features/widget/Page'),
  knowledge: () => import('@/features/knowledge/Page'),
  conversations: () => import('@/features/conversations/Page'),
  analytics: () => import('@/features/analytics/Page'),
  settings: () => import('@/features/settings/Page'),
};

export type PageName = keyof typeof pages;

export const loadPage = (name: PageName) => pages[name]();
export const loadClientLayout = () => import('./ClientLayout');

/** Fetches a page's code early. What fails now is told when the page is opened. */
export function preloadPage(name: string) {
  if (name in pages) loadPage(name as PageName).catch(() => undefined);
}

/** Fetches at the start what the address needs, while the session is still being asked for. */
export function preloadFor(pathname: string) {
  const [, first, , name] = pathname.split('/');
  if (first !== '' && first !== 'clients') return;
  loadClientLayout().catch(() => undefined);
  preloadPage(name ?? 'overview');
}
