import { expect, it } from 'vitest';
import { countFilters, isFiltered, readFilters, withFilters } from './filters';

const read = (query: string) => readFilters(new URLSearchParams(query));

it('reads what stands in the address', () => {
  const filters = read('search=%20metro%20&from=2026-01-01&to=2026-01-31&rating=down&unanswered=true&page=/venue');
  expect(filters).toEqual({
    search: 'metro',
    from: '2026-01-01',
    to: '2026-01-31',
    rating: 'down',
    unanswered: true,
    page: '/venue',
  });
  expect(countFilters(filters)).toBe(4);
});

it.each(['', 'search=%20', 'from=yesterday', 'to=2026-02-31', 'rating=best', 'unanswered=1', 'other=1'])(
  'passes over %j',
  (query) => {
    expect(read(query)).toEqual({});
    expect(isFiltered(read(query))).toBe(false);
  },
);

it('changes one filter and keeps the rest of the address', () => {
  const params = withFilters(new URLSearchParams('search=a&rating=up&other=1'), {
    rating: undefined,
    unanswered: true,
  });
  expect(params.toString()).toBe('search=a&other=1&unanswered=true');
  expect(withFilters(params, { search: '' }).toString()).toBe('other=1&unanswered=true');
});
