import type { DatabaseSync } from "node:sqlite";
import type { SegmentMembersQuery, SegmentStay } from "../../segment-members.ts";
import type { KeyLookup } from "./key-lookup.ts";

const IN_SCOPE = "(:accounts IS NULL OR account IN (SELECT value FROM json_each(:accounts)))";
const STAY = "segment, joined_at_ms AS joinedAtMs, left_at_ms AS leftAtMs";
const ASKED = `(:segment IS NULL OR segment = :segment) AND (:current = 0 OR leftAtMs IS NULL)
  AND (:anybody = 1 OR stay.key IS :subject)`;

/** Answers who was in which segment. */
export function createSegmentMembers(database: DatabaseSync, lookup: KeyLookup) {
  const accounts = database.prepare(`
    SELECT * FROM (
      SELECT ${STAY}, accounts.key, accounts.id AS account FROM segment_members JOIN accounts ON accounts.id = subject
      WHERE subject_kind = 'account'
    ) AS stay WHERE ${IN_SCOPE} AND ${ASKED}`);
  const users = database.prepare(`
    SELECT * FROM (
      SELECT ${STAY}, users.key, users.id AS user FROM segment_members JOIN users ON users.id = subject
      WHERE subject_kind = 'user'
    ) AS stay
    WHERE (:accounts IS NULL OR EXISTS (SELECT 1 FROM members WHERE members.user = stay.user AND ${IN_SCOPE}))
      AND ${ASKED}`);

  return ({ scope, segment, account, user, current = false }: SegmentMembersQuery): readonly SegmentStay[] => {
    const visible = lookup.accountIds({ scope });
    const anybody = account === undefined && user === undefined;
    const asked = {
      accounts: visible === null ? null : JSON.stringify(visible),
      segment: segment ?? null,
      current: Number(current),
      anybody: Number(anybody),
    };
    const read = (of: SegmentStay["of"], subject: string | undefined): readonly SegmentStay[] =>
      (of === "account" ? accounts : users).all({ ...asked, subject: subject ?? null }).map((row) => ({
        segment: String(row["segment"]),
        of,
        subject: String(row["key"]),
        joinedAtMs: Number(row["joinedAtMs"]),
        leftAtMs: row["leftAtMs"] as number | null,
      }));
    return [...read("account", account), ...read("user", user)].sort((one, other) => one.joinedAtMs - other.joinedAtMs);
  };
}
