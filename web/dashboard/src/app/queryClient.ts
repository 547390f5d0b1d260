import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/error';
import { forgetAll } from '@/api/forgetAll';
import { keys } from '@/api/keys';
import { hasUnsaved } from '@/lib/unsaved';

/** True for what another try may cure. What the server refuses, it refuses again. */
export function shouldRetry(failures: number, error: Error) {
  if (!(error instanceof ApiError)) return false;
  return failures < 2 && (error.isOffline || error.status >= 502);
}

/** An ended session: everything it could read is forgotten, and the routes lead to the log-in page. */
function onError(queryClient: () => QueryClient) {
  return (error: Error) => {
    if (!(error instanceof ApiError) || error.status !== 401) return;
    endSession(queryClient());
  };
}

/** Forgets all that was read with it. A page with unsaved changes stays as it is: its user logs in again over it. */
export function endSession(queryClient: QueryClient) {
  queryClient.setQueryData(keys.session, null);
  if (!hasUnsaved()) forgetAll(queryClient);
}

export function createQueryClient(): QueryClient {
  const report = onError(() => queryClient);
  const queryClient: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, { queryKey }) => {
        report(error);
        // The client itself may be gone, deleted in another tab: its pages then say so.
        const ofClient = queryKey[0] === keys.clients[0] && queryKey.length > 1;
        if (ofClient && error instanceof ApiError && error.status === 404 && !hasUnsaved()) {
          void queryClient.invalidateQueries({ queryKey: keys.clients, exact: true });
        }
      },
    }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        // A wrong password at log-in is a 401 too.
        if (!mutation.meta?.withoutSession) report(error);
      },
    }),
    defaultOptions: {
      queries: { retry: shouldRetry, staleTime: 10_000, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return queryClient;
}
