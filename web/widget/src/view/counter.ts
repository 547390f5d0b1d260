/** How much more may be written. The server counts as JavaScript does, and so does this. */

export const MOST = 2000;
const NEAR = 200;

export interface Count {
  /** Near the limit or beyond it. */
  isShown: boolean;
  isOver: boolean;
  /** Left, or too many. */
  number: number;
}

export function count(text: string): Count {
  const left = MOST - text.trim().length;
  return { isShown: left <= NEAR, isOver: left < 0, number: Math.abs(left) };
}
