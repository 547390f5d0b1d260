/** Keys of cached answers. All that belongs to a client begins with `['clients', clientId]`, so that one call makes it stale. */
export const keys = {
  session: ['session'] as const,
  clients: ['clients'] as const,
  client: (clientId: string, ...rest: readonly unknown[]) => ['clients', clientId, ...rest] as const,
};
