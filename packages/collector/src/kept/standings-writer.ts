import type { DatabaseSync } from "node:sqlite";
import type { ListedAccount } from "./counted.ts";

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

/** What narrows the kept accounts down: plans, segments, attributes, who looks after them; and as of when each was counted. */
export interface StandingsWriter {
  put(account: ListedAccount, when: CountedWhen): void;
  /** The account begins on a later day. */
  putLater(account: string, when: CountedWhen): void;
  /** By account, what was known when it was counted last. */
  counted(): ReadonlyMap<string, CountedState>;
}

/** Prepares the statements on a connection. */
export function createStandingsWriter(database: DatabaseSync): StandingsWriter {
  const putStanding = database.prepare(`
    INSERT INTO standings
      (account, counted_at_ms, changes, records_touchpoints, plan, premium, churned_at_ms, in_roster, health, first_day)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const deleteAssignments = database.prepare("DELETE FROM assignments WHERE account = ?");
  const putAssignment = database.prepare("INSERT INTO assignments (account, role, assignee) VALUES (?, ?, ?)");
  const deleteAttributes = database.prepare("DELETE FROM attributes WHERE account = ?");
  const putAttribute = database.prepare("INSERT INTO attributes (account, name, value) VALUES (?, ?, ?)");
  const deleteSegments = database.prepare("DELETE FROM segments WHERE account = ?");
  const putSegment = database.prepare("INSERT INTO segments (account, segment) VALUES (?, ?)");
  const deleteStanding = database.prepare("DELETE FROM standings WHERE account = ?");
  const putLater = database.prepare(`
    INSERT OR REPLACE INTO later_accounts (account, counted_at_ms, changes, records_touchpoints) VALUES (?, ?, ?, ?)`);
  const deleteLater = database.prepare("DELETE FROM later_accounts WHERE account = ?");
  const known = "account, counted_at_ms AS countedAtMs, changes, records_touchpoints AS recordsTouchpoints";
  const counted = database.prepare(`SELECT ${known} FROM standings UNION ALL SELECT ${known} FROM later_accounts`);
  const knownOf = (account: string, when: CountedWhen) =>
    [when.countedAtMs, when.changes.get(account) ?? 0, Number(when.recordsTouchpoints)] as const;
  const deleteAll = (account: string): void => {
    for (const statement of [deleteStanding, deleteLater, deleteAssignments, deleteAttributes, deleteSegments]) {
      statement.run(account);
    }
  };

  return {
    put({ row, firstDay }, when) {
      const { account, plan, premium, churnedAt, inRoster, healthClass, assignments, attributes, segments } = row;
      const standing = [plan, Number(premium), churnedAt, Number(inRoster), healthClass ?? "unknown"];
      deleteAll(account);
      putStanding.run(account, ...knownOf(account, when), ...standing, firstDay);
      for (const [role, assignee] of Object.entries(assignments)) putAssignment.run(account, role, assignee);
      for (const [name, value] of Object.entries(attributes)) putAttribute.run(account, name, String(value));
      for (const segment of segments) putSegment.run(account, segment);
    },
    putLater(account, when) {
      deleteAll(account);
      putLater.run(account, ...knownOf(account, when));
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
