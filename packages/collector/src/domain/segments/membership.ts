/** Somebody joined or left a segment. */
export interface MembershipChange {
  readonly segment: string;
  /** An account or a user, whichever the segment groups. */
  readonly subject: string;
  readonly kind: "joined" | "left";
  /** When it was noticed, Unix ms. */
  readonly atMs: number;
}

/** A time in a segment. */
export interface Stay {
  readonly segment: string;
  readonly subject: string;
  readonly joinedAtMs: number;
  /** null: still there. */
  readonly leftAtMs: number | null;
}

/** Members of each segment. */
export type Members = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * What has changed from one evaluation to the next. A segment that is no longer defined loses everybody; one that is new
 * is joined by everybody in it.
 */
export function membershipChanges(before: Members, after: Members, atMs: number): readonly MembershipChange[] {
  const changesTo = (kind: "joined" | "left", from: Members, to: Members): readonly MembershipChange[] =>
    [...to].flatMap(([segment, subjects]) =>
      [...subjects]
        .filter((subject) => !from.get(segment)?.has(subject))
        .map((subject) => ({ segment, subject, kind, atMs })),
    );
  return [...changesTo("left", after, before), ...changesTo("joined", before, after)];
}

/**
 * The stays that changes tell of, by when they began. The order of the changes doesn't matter, but of those at one moment;
 * who joins twice or leaves without being there changes nothing.
 */
export function membershipHistory(changes: readonly MembershipChange[]): readonly Stay[] {
  const open = new Map<string, Stay>();
  const closed: Stay[] = [];
  for (const { segment, subject, kind, atMs } of [...changes].sort((one, other) => one.atMs - other.atMs)) {
    const key = `${segment}\n${subject}`;
    const stay = open.get(key);
    if (kind === "joined" && stay === undefined) {
      open.set(key, { segment, subject, joinedAtMs: atMs, leftAtMs: null });
    }
    if (kind === "left" && stay !== undefined) {
      closed.push({ ...stay, leftAtMs: atMs });
      open.delete(key);
    }
  }
  return [...closed, ...open.values()].sort((one, other) => one.joinedAtMs - other.joinedAtMs);
}

/** Who was in a segment at a moment: from the moment of joining up to that of leaving, not itself. */
export function membersAt(history: readonly Stay[], segment: string, atMs: number): readonly string[] {
  return history
    .filter((stay) => stay.segment === segment && stay.joinedAtMs <= atMs)
    .filter(({ leftAtMs }) => leftAtMs === null || leftAtMs > atMs)
    .map(({ subject }) => subject);
}
