import { type ComponentType, type ReactNode, useEffect, useReducer } from 'react';

/**
 * A part of a page whose code comes after it, in a file of its own. Where that does not come, the page stays as it is: `lazy` would
 * take it away. It is asked for again when the connection is back. `load` fetches it early.
 */
export function later<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  fallback: ReactNode = null,
) {
  let Loaded: ComponentType<Props> | null = null;

  async function fetchIt() {
    try {
      Loaded ??= (await load()).default;
    } catch (error) {
      console.warn(error);
    }
  }

  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, where its module begins
  function Part(props: Props) {
    const [, showIt] = useReducer((times: number) => times + 1, 0);
    useEffect(() => {
      if (Loaded) return;
      let isGone = false;
      const attempt = async () => {
        await fetchIt();
        if (!isGone && Loaded) showIt();
      };
      void attempt();
      addEventListener('online', attempt);
      return () => {
        isGone = true;
        removeEventListener('online', attempt);
      };
    }, []);
    return Loaded ? <Loaded {...props} /> : fallback;
  }

  return Object.assign(Part, { load: fetchIt });
}
