import type { SegmentChange, SegmentsEvaluated } from "../../segment-members.ts";
import { createAccountChanges } from "./account-changes.ts";
import type { WriteContext } from "./write-context.ts";

/** Writes down who joined and left segments. */
export function createChangeSegmentMembers({ database, ids }: WriteContext) {
  const accountChanges = createAccountChanges({ database });
  const subject = "segment = ? AND subject_kind = ? AND subject = ?";
  const isThere = database.prepare(`SELECT 1 FROM segment_members WHERE ${subject} AND left_at_ms IS NULL`);
  const join = database.prepare(
    `INSERT INTO segment_members (segment, subject_kind, subject, joined_at_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET left_at_ms = NULL`,
  );
  const leave = database.prepare(
    `UPDATE segment_members SET left_at_ms = max(joined_at_ms, ?) WHERE ${subject} AND left_at_ms IS NULL`,
  );
  const markAll = (condition: string) =>
    database.prepare(
      `INSERT INTO dirty_members (account, user) ${condition} ON CONFLICT DO UPDATE SET taken = 0 WHERE taken <> 0`,
    );
  // An account's milestones are looked at with those of its members; it may have none.
  const markAccount = markAll("SELECT account, user FROM members WHERE account = ?1 UNION SELECT ?1, 0");
  const markUser = markAll("SELECT account, user FROM members WHERE user = ?");

  const change = ({ segment, of, subject: key, kind, atMs }: SegmentChange): boolean => {
    const id = ids[of === "account" ? "accounts" : "users"].find(key);
    if (id === undefined) return false;
    if (kind === "left") {
      const hasLeft = leave.run(atMs, segment, of, id).changes !== 0;
      if (hasLeft) accountChanges[of](id);
      return hasLeft;
    }
    if (isThere.get(segment, of, id) !== undefined) return false;
    join.run(segment, of, id, atMs);
    accountChanges[of](id);
    (of === "account" ? markAccount : markUser).run(id);
    return true;
  };
  return (changes: readonly SegmentChange[]): number => changes.filter(change).length;
}

/** Notes that all segments were evaluated; what another collector has found later stays. */
export function createNoteSegmentsEvaluated({ database }: Pick<WriteContext, "database">) {
  const note = database.prepare(
    `UPDATE workspace SET segments_at_ms = :atMs, segments_version = :definitionVersion
     WHERE coalesce(segments_at_ms, 0) <= :atMs`,
  );
  return ({ atMs, definitionVersion }: SegmentsEvaluated): void => void note.run({ atMs, definitionVersion });
}
