import type { Summary } from './api';

/** A visitor whom the organiser's site vouches for: for the id alone, the name is what the page said. So the id is always there, and neither can turn
 * the words around it. */
export function VisitorName({ visitor: { userId, name } }: { visitor: NonNullable<Summary['visitor']> }) {
  return (
    <span className="max-w-full min-w-0 truncate">
      <bdi className="font-medium text-fg">{userId}</bdi>
      {name && name !== userId && (
        <>
          {' ('}
          <bdi>{name}</bdi>)
        </>
      )}
    </span>
  );
}
