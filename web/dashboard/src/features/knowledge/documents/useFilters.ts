import { useSearchParams } from 'react-router';
import type { DocumentFilters, DocumentStatus } from '../api';

export const STATUSES: readonly { value: DocumentStatus; label: string }[] = [
  { value: 'ready', label: 'Ready' },
  { value: 'processing', label: 'Being read' },
  { value: 'failed', label: 'Not read' },
  { value: 'uploading', label: 'Waiting for file' },
];

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What the list is narrowed to, as the address says it. */
export function useFilters() {
  const [params, setParams] = useSearchParams();
  const status = STATUSES.find(({ value }) => value === params.get('status'))?.value;
  const tag = params.get('tag')?.match(UUID)?.[0];
  const search = params.get('search')?.slice(0, 200);
  const filters: DocumentFilters = { ...(status && { status }), ...(tag && { tag }), ...(search && { search }) };

  function set(name: keyof DocumentFilters, value: string) {
    setParams(
      (before) => {
        if (value) before.set(name, value);
        else before.delete(name);
        return before;
      },
      { replace: true },
    );
  }
  const clear = () => setParams({}, { replace: true });
  return { filters, set, clear, active: Object.keys(filters).length > 0 };
}
