/** What a browser keeps for one widget: the page's localStorage, or memory where that is refused. */

export interface Store {
  get(name: string): string | null;
  set(name: string, value: string): void;
  remove(name: string): void;
  /** Calls back when another tab changes `name`, until the returned function is called. */
  watch(name: string, changed: () => void): () => void;
}

/** What an earlier page kept as JSON; undefined where there is none, and where it cannot be read. */
export function readKept(owner: string, name: string): unknown {
  return tried(() => JSON.parse(localStorage.getItem(fullName(owner, name)) ?? ''));
}

export function createStore(owner: string): Store {
  const memory = new Map<string, string>();
  const full = (name: string) => fullName(owner, name);
  return {
    get: (name) => memory.get(name) ?? tried(() => localStorage.getItem(full(name))) ?? null,
    set(name, value) {
      const isKept = tried(() => {
        localStorage.setItem(full(name), value);
        return true;
      });
      if (isKept) memory.delete(name);
      else memory.set(name, value);
    },
    remove(name) {
      memory.delete(name);
      tried(() => localStorage.removeItem(full(name)));
    },
    watch(name, changed) {
      const listener = (event: StorageEvent) => {
        // A null key: everything was cleared.
        if (event.key === full(name) || event.key === null) changed();
      };
      addEventListener('storage', listener);
      return () => removeEventListener('storage', listener);
    },
  };
}

function fullName(owner: string, name: string): string {
  return `conference-chat.${owner}.${name}`;
}

/** A browser that refuses storage throws even when it is only looked at. */
function tried<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

export function parsed(text: string | null): unknown {
  return tried(() => JSON.parse(text ?? 'null'));
}
