import type { DatabaseSync } from "node:sqlite";
import type { CountedAccount } from "./count-accounts.ts";

/** What was known when an account was counted. */
export interface CountedState {
  /** Unix ms. */
  readonly countedAtMs: number;
  /** As `AccountNews` has it. */
  readonly changes: number;
  /** Whether the workspace recorded contacts at all: with the first one it is overdue of whom none is known. */
  readonly recordsTouchpoints: boolean;
}

/** Of some accounts that were counted together. */
export interface CountedWhen {
  readonly countedAtMs: number;
  readonly changes: ReadonlyMap<string, number>;
  readonly recordsTouchpoints: boolean;
}

/** What narrows the kept accounts down: plans, segments, who looks after them; and as of when each was counted. */
export interface StandingsWriter {
  put(account: CountedAccount, when: CountedWhen): void;
  /** By account, what was known when it was counted last. */
  counted(): ReadonlyMap<string, CountedState>;
}

/** Prepares the statements on a connection. */
export function createStandingsWriter(database: DatabaseSync): StandingsWriter {
  const putStanding = database.prepare(`
    INSERT OR REPLACE INTO standings
      (account, counted_at_ms, changes, records_touchpoints, plan, premium, churned_at_ms, in_roster, health, first_day)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const deleteAssignments = database.prepare("DELETE FROM assignments WHERE account = ?");
  const putAssignment = database.prepare("INSERT INTO assignments (account, role, assignee) VALUES (?, ?, ?)");
  const deleteSegments = database.prepare("DELETE FROM segments WHERE account = ?");
  const putSegment = database.prepare("INSERT INTO segments (account, segment) VALUES (?, ?)");
  const counted = database.prepare(
    `SELECT account, counted_at_ms AS countedAtMs, changes, records_touchpoints AS recordsTouchpoints FROM standings`,
  );

  return {
    put({ row, firstDay }, when) {
      const { account, plan, premium, churnedAt, inRoster, healthClass, assignments, segments } = row;
      const known = [when.countedAtMs, when.changes.get(account) ?? 0, Number(when.recordsTouchpoints)];
      const standing = [plan, Number(premium), churnedAt, Number(inRoster), healthClass ?? "unknown"];
      putStanding.run(account, ...known, ...standing, firstDay);
      deleteAssignments.run(account);
      for (const [role, assignee] of Object.entries(assignments)) putAssignment.run(account, role, assignee);
      deleteSegments.run(account);
      for (const segment of segments) putSegment.run(account, segment);
    },
    counted: () =>
      new Map(
        counted.all().map(({ account, countedAtMs, changes, recordsTouchpoints }) => [
          String(account),
          {
            countedAtMs: Number(countedAtMs),
            changes: Number(changes),
            recordsTouchpoints: recordsTouchpoints === 1,
          },
        ]),
      ),
  };
}
