import type { DatabaseSync } from "node:sqlite";
import type { MilestoneRecord } from "../../../domain/milestones/milestone-state.ts";
import type { MilestoneRecordRow, MilestoneRecordsQuery } from "../../milestone-records.ts";
import { accountsParameter, rowsOfAccounts } from "./asked-accounts.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { createStatements } from "./statements.ts";

interface StoredRecord {
  readonly account: string;
  readonly user: string;
  readonly scope: "member" | "account";
  readonly milestone: string;
  readonly kind: MilestoneRecord["kind"];
  readonly version: number | null;
  readonly metAtMs: number | null;
  readonly reason: string | null;
  readonly actor: string | null;
  readonly atMs: number;
}

/** Answers what was decided about milestones. */
export function createMilestoneQuestions(database: DatabaseSync, lookup: KeyLookup) {
  const statements = createStatements(database, "objects");
  const recordsSql = (someAccounts: boolean): string => `
    SELECT accounts.key AS account, users.key AS user, scope, milestone, kind, version, met_at_ms AS metAtMs, reason, actor,
      at_ms AS atMs
    FROM ${rowsOfAccounts("milestone_records", someAccounts, "t")}
      JOIN accounts ON accounts.id = t.account JOIN users ON users.id = t.user
    WHERE :user IS NULL OR t.user = :user
    ORDER BY t.id`;
  return {
    milestoneRecords({ scope, account, user }: MilestoneRecordsQuery): readonly MilestoneRecordRow[] {
      const asked = accountsParameter(lookup, { scope, ...(account !== undefined && { account }) });
      // The account as a whole is nobody's: user 0, whose key is empty.
      const userId = user === undefined ? null : lookup.find("users", user ?? "");
      if (userId === undefined) return [];
      const records = statements(recordsSql(asked.accounts !== undefined));
      return (records.all({ ...asked, user: userId }) as unknown as readonly StoredRecord[]).map(toRow);
    },
  };
}

function toRow(row: StoredRecord): MilestoneRecordRow {
  const { account, scope, user, milestone, actor } = row;
  return { account, user: scope === "account" ? null : user, milestone, record: toRecord(row), actor };
}

function toRecord({ kind, version, metAtMs, reason, atMs }: StoredRecord): MilestoneRecord {
  switch (kind) {
    case "met":
      return { kind, version: version ?? 1, metAtMs, atMs };
    case "notRelevant":
      return { kind, reason: reason ?? "", atMs };
    default:
      return { kind, atMs };
  }
}
