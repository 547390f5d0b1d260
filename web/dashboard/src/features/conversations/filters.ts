/** What the list shows, as it stands in the address. */
export interface Filters {
  search?: string;
  from?: string;
  to?: string;
  rating?: 'up' | 'down';
  unanswered?: true;
  page?: string;
}

const LONGEST = { search: 200, page: 2000 };

/** Reads them from the address; what makes no sense there is passed over. */
export function readFilters(params: URLSearchParams): Filters {
  const rating = params.get('rating');
  const search = params.get('search')?.trim().slice(0, LONGEST.search);
  const page = params.get('page')?.trim().slice(0, LONGEST.page);
  const from = day(params.get('from'));
  const to = day(params.get('to'));
  return {
    ...(search && { search }),
    ...(from && { from }),
    ...(to && { to }),
    ...((rating === 'up' || rating === 'down') && { rating }),
    ...(params.get('unanswered') === 'true' && { unanswered: true }),
    ...(page && { page }),
  };
}

/** The address's parameters with some filters changed; undefined or an empty text takes one away. */
export function withFilters(params: URLSearchParams, changes: { [Name in keyof Filters]?: Filters[Name] | undefined }) {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, String(value));
  }
  return next;
}

/** How many are set of those that the filter panel holds. */
export const countFilters = ({ from, to, rating, page }: Filters) => [from, to, rating, page].filter(Boolean).length;

export const isFiltered = (filters: Filters) => Object.keys(filters).length > 0;

/** `2026-02-31` is no day. */
function day(text: string | null) {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}
