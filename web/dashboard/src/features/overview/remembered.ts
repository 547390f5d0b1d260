const nameOf = (clientId: string) => `set-up.${clientId}`;

/** Whether the set-up was complete when it was last looked at: so that its place has the right size before that is known again. */
export function wasComplete(clientId: string) {
  try {
    return localStorage.getItem(nameOf(clientId)) === 'complete';
  } catch {
    return false;
  }
}

export function rememberComplete(clientId: string, isComplete: boolean) {
  try {
    if (isComplete) localStorage.setItem(nameOf(clientId), 'complete');
    else localStorage.removeItem(nameOf(clientId));
  } catch {
    // Storage is refused: then the place jumps.
  }
}
