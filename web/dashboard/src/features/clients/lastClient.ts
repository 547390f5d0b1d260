const KEY = 'lastClient';

/** The client whose pages were open last on this browser. */
export function lastClient(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function rememberClient(id: string) {
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // Storage is refused: the oldest client comes first then.
  }
}
