import type { QueryClient } from '@tanstack/react-query';
import { keys } from './keys';

/** Forgets all that was read with a session: the next one may be somebody else's. */
export function forgetAll(queryClient: QueryClient) {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
}
