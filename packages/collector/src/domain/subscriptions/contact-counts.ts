/** How many people there are: whom the host has told of, and whom the tracker has seen. */
export interface ContactCounts {
  /** Known or seen, each once. */
  readonly all: number;
  /** In the roster. */
  readonly known: number;
  readonly seen: number;
  /** Seen, and not in the roster. */
  readonly seenOnly: number;
  /** In the roster, and never seen. */
  readonly knownOnly: number;
}

/** Counts people by id; somebody in several accounts is one. */
export function contactCounts(known: Iterable<string>, seen: Iterable<string>): ContactCounts {
  const [inRoster, used] = [new Set(known), new Set(seen)];
  const seenOnly = [...used].filter((user) => !inRoster.has(user)).length;
  return {
    all: inRoster.size + seenOnly,
    known: inRoster.size,
    seen: used.size,
    seenOnly,
    knownOnly: inRoster.size + seenOnly - used.size,
  };
}
