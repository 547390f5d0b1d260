import { createContext, useContext } from 'react';
import type { Client } from '@/api/types';

export const CurrentClient = createContext<Client | null>(null);

/** The client whose pages are open. Only below `/clients/:clientId`. */
export function useClient(): Client {
  const client = useContext(CurrentClient);
  if (!client) throw new Error('useClient outside of a client’s pages');
  return client;
}
