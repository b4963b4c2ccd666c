import type { DatabaseSync } from "node:sqlite";
import { createArrivals } from "./arrivals.ts";
import type { Changes } from "./changes.ts";
import { createPutRestatements } from "./put-restatements.ts";
import { createMoveRollups, type MemberRollupChanges, type MoveRollups } from "./move-rollups.ts";

/** Writes changes to the rollups, the restatements and the times of arrival. */
export type ApplyChanges = (changes: Changes) => void;

/** Prepares the statements on a connection. */
export function createApplyChanges(database: DatabaseSync): ApplyChanges & { forget(): void } {
  const move = createMoveRollups(database, "");
  // Their tables are there only while another time zone is being counted in.
  let moveNext: MoveRollups | null = null;
  const putRestatements = createPutRestatements(database);
  const arrivals = createArrivals(database);

  const apply = (changes: Changes): void => {
    const current: MemberRollupChanges[] = [];
    const next: MemberRollupChanges[] = [];
    for (const member of changes.members()) {
      const { account, user } = member;
      current.push({ account, user, changes: member });
      if (member.next !== null) next.push({ account, user, changes: member.next });
    }
    move(current);
    if (next.length > 0) {
      moveNext ??= createMoveRollups(database, "_next");
      moveNext(next);
    }
    putRestatements(changes);
    arrivals.note(changes);
  };
  return Object.assign(apply, { forget: arrivals.forget });
}
