interface Used {
  id: string;
  lastMessageAt: string;
}

/** How many of the newest came or went on after all that is shown. Both lists begin with the last used. */
export function newsIn(shown: readonly Used[], newest: readonly Used[]) {
  const usedAt = new Map(shown.map(({ id, lastMessageAt }) => [id, lastMessageAt]));
  const last = shown[0]?.lastMessageAt ?? '';
  return newest.filter(
    ({ id, lastMessageAt }) => lastMessageAt > last || (usedAt.get(id) ?? lastMessageAt) < lastMessageAt,
  ).length;
}
