import type { DatabaseSync } from "node:sqlite";
import type { SegmentMembersQuery, SegmentsEvaluated, SegmentStay, StaysQuery } from "../../segment-members.ts";
import type { KeyLookup } from "./key-lookup.ts";

const IN_SCOPE = "(:accounts IS NULL OR account IN (SELECT value FROM json_each(:accounts)))";
const STAY = "segment, segment_members.joined_at_ms AS joinedAtMs, segment_members.left_at_ms AS leftAtMs";
const ASKED = `(:segment IS NULL OR segment = :segment) AND (:current = 0 OR leftAtMs IS NULL)
  AND (:anybody = 1 OR stay.key IS :subject)`;

/** Answers who was in which segment. */
export function createSegmentQuestions(database: DatabaseSync, lookup: KeyLookup) {
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

  const staysOf = {
    account: database.prepare(`
      SELECT ${STAY}, accounts.key
      FROM (SELECT DISTINCT value FROM json_each(:subjects)) AS asked CROSS JOIN accounts ON accounts.key = asked.value
        CROSS JOIN segment_members ON segment = :segment AND subject_kind = 'account' AND subject = accounts.id
      WHERE (:accounts IS NULL OR accounts.id IN (SELECT value FROM json_each(:accounts)))`),
    user: database.prepare(`
      SELECT ${STAY}, users.key
      FROM (SELECT DISTINCT value FROM json_each(:subjects)) AS asked CROSS JOIN users ON users.key = asked.value
        CROSS JOIN segment_members ON segment = :segment AND subject_kind = 'user' AND subject = users.id
      WHERE (:accounts IS NULL OR EXISTS (SELECT 1 FROM members WHERE members.user = users.id AND ${IN_SCOPE}))`),
  };

  const segmentMembers = (query: SegmentMembersQuery): readonly SegmentStay[] => {
    const { scope, segment, account, user, current = false } = query;
    const visible = lookup.accountIds({ scope });
    const anybody = account === undefined && user === undefined;
    const asked = {
      accounts: visible === null ? null : JSON.stringify(visible),
      segment: segment ?? null,
      current: Number(current),
      anybody: Number(anybody),
    };
    const read = (of: SegmentStay["of"], subject: string | undefined): readonly SegmentStay[] =>
      (of === "account" ? accounts : users).all({ ...asked, subject: subject ?? null }).map((row) => toStay(of, row));
    return [...read("account", account), ...read("user", user)].sort(byBeginning);
  };
  const evaluated = database.prepare(
    "SELECT segments_at_ms AS atMs, segments_version AS definitionVersion FROM workspace WHERE segments_at_ms IS NOT NULL",
  );
  return {
    segmentMembers,
    segmentsEvaluated: (): SegmentsEvaluated | null =>
      (evaluated.get() as unknown as SegmentsEvaluated | undefined) ?? null,
    staysOf({ scope, segment, of, subjects }: StaysQuery): readonly SegmentStay[] {
      const visible = lookup.accountIds({ scope });
      const asked = { segment, subjects: JSON.stringify(subjects), accounts: visible && JSON.stringify(visible) };
      return staysOf[of]
        .all(asked)
        .map((row) => toStay(of, row))
        .sort(byBeginning);
    },
  };
}

function toStay(of: SegmentStay["of"], row: Readonly<Record<string, unknown>>): SegmentStay {
  return {
    segment: String(row["segment"]),
    of,
    subject: String(row["key"]),
    joinedAtMs: Number(row["joinedAtMs"]),
    leftAtMs: row["leftAtMs"] as number | null,
  };
}

function byBeginning(one: SegmentStay, other: SegmentStay): number {
  return one.joinedAtMs - other.joinedAtMs;
}
