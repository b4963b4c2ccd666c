/** Items by their id, the first of each, and how many came on top. */
export function distinctBy<Item>(items: readonly Item[], id: (item: Item) => string) {
  const first = new Map<string, Item>();
  for (const item of items) if (!first.has(id(item))) first.set(id(item), item);
  return { distinct: [...first.values()], duplicates: items.length - first.size };
}
