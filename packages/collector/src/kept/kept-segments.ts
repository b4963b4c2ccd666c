import type { KeptMember, KeptMembersQuestion, KeptPage } from "../api/reading/kept.ts";
import type { SegmentSubject } from "../domain/definitions/segment-definition.ts";
import { foldedText } from "../domain/text-order.ts";
import { ASKED, asked, type AskKept } from "./read-kept.ts";

/** So many are found before they are sorted; more are found on the way through all names in order. */
const FEW_MEMBERS = 20_000;

/** How one comes from the members of a segment to their list, and from the list to them. */
const MEMBERS: Readonly<Record<SegmentSubject, MembersTable>> = {
  account: { list: "accounts", table: "segments", condition: "segments.account = accounts.key" },
  user: { list: "users", table: "user_segments", condition: "user_segments.id = users.id" },
};

interface MembersTable {
  readonly list: "accounts" | "users";
  readonly table: "segments" | "user_segments";
  /** Which member is which row of the list. */
  readonly condition: string;
}

/** One page of who is in a segment. */
export function keptSegmentMembers(all: AskKept, question: KeptMembersQuestion): KeptPage<KeptMember> {
  const { segment, of, scope, search, descending, limit, offset } = question;
  const { list, table, condition } = MEMBERS[of];
  const needle = foldedText(search.trim());
  const conditions = [
    `${table}.segment = :segment`,
    ...(scope.kind === "all" ? [] : [`+${list}.account IN ${ASKED}`]),
    ...(needle === "" ? [] : ["instr(search, :needle) > 0"]),
  ];
  const values = { segment, ...asked(scope), ...(needle !== "" && { needle }) };
  const where = `WHERE ${conditions.join(" AND ")}`;
  const count = (from: string, sql: string, given: typeof values): number =>
    Number(all(`SELECT count(*) AS total FROM ${from} ${sql}`, given)[0]?.["total"]);
  const size = count(table, `WHERE segment = :segment`, { segment });
  // Members are looked up one by one where they are few; else their list is gone through.
  const from =
    size < FEW_MEMBERS ? `${table} CROSS JOIN ${list} ON ${condition}` : `${list} CROSS JOIN ${table} ON ${condition}`;
  // Nothing but the segment is asked: nobody has to be looked at.
  const total = conditions.length === 1 ? size : count(from, where, values);
  // Few that are left are sorted; more are found in order.
  const place = `${total < FEW_MEMBERS ? "+" : ""}${list}.name`;
  const rows = all(
    `WITH page AS MATERIALIZED (
        SELECT ${list}.id, ${list}.name AS place, ${list}.key FROM ${from} ${where}
        ORDER BY ${place} ${descending ? "DESC" : "ASC"}, ${list}.key LIMIT :limit OFFSET :offset
      )
      SELECT page.key AS id, row ->> '$.name' AS name FROM page CROSS JOIN ${list}_rows AS kept ON kept.id = page.id
      ORDER BY place ${descending ? "DESC" : "ASC"}, page.key`,
    { ...values, limit, offset },
  );
  return { total, rows: rows.map(({ id, name }) => ({ id: String(id), name: String(name) })) };
}

/** What accounts or users are called, by their ids. */
export function keptNames(all: AskKept, of: SegmentSubject, ids: readonly string[]): ReadonlyMap<string, string> {
  const { list } = MEMBERS[of];
  const rows = all(
    `SELECT ${list}.key AS id, row ->> '$.name' AS name FROM json_each(:ids) AS named CROSS JOIN ${list} ON ${list}.key = named.value
      CROSS JOIN ${list}_rows AS kept ON kept.id = ${list}.id`,
    { ids: JSON.stringify(ids) },
  );
  return new Map(rows.map(({ id, name }) => [String(id), String(name)]));
}
