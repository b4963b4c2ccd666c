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
