type Guard = (event: PopStateEvent) => void;

const guards: Guard[] = [];

// Heard before the router is: on `window` listeners are called in the order of their coming, `capture` or not. App.tsx loads this file.
addEventListener('popstate', (event) => guards.at(-1)?.(event));

/** Asks a page before back and forward leave it. Returns what ends that. */
export function guardHistory(guard: Guard): () => void {
  guards.push(guard);
  return () => {
    guards.splice(guards.indexOf(guard), 1);
  };
}
