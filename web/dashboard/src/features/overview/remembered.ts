const nameOf = (clientId: string) => `set-up.${clientId}`;

/** One line, which stands for all steps when they are done. */
const ONE_LINE = 60;

/** How high the set-up was when it was last looked at: its place before its steps are known again. Null where that is no help. */
export function lastHeight(clientId: string): number | null {
  try {
    const [width, height] = (localStorage.getItem(nameOf(clientId)) ?? '').split(' ').map(Number);
    if (!height) return null;
    // Texts break elsewhere in a window of another width.
    return width === innerWidth || height <= ONE_LINE ? height : null;
  } catch {
    return null;
  }
}

export function rememberHeight(clientId: string, height: number) {
  try {
    localStorage.setItem(nameOf(clientId), `${innerWidth} ${height}`);
  } catch {
    // Storage is refused: then the place jumps.
  }
}
