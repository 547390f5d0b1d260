/** Does something with each, a few at the same time, and gives back those that failed with their errors. */
export async function eachOf<Item>(items: readonly Item[], act: (item: Item) => Promise<unknown>, atOnce = 4) {
  const failed: { item: Item; error: unknown }[] = [];
  const left = [...items];
  async function work() {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      try {
        await act(item);
      } catch (error) {
        failed.push({ item, error });
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  return failed;
}
