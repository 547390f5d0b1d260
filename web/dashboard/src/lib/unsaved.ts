let held = 0;

/** Somebody's changes are on the page and nowhere else. Returns what says that they are saved or given up. */
export function holdUnsaved(): () => void {
  held += 1;
  return () => {
    held -= 1;
  };
}

export const hasUnsaved = () => held > 0;
