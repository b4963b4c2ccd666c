import type { AccountScope } from "../domain/account-scope.ts";
import type { WorkspaceDay } from "../domain/day.ts";
import type { KeptSpan } from "../api/reading/kept.ts";
import { LAST_DAYS } from "./last-days.ts";
import { ASKED, asked, type AskKept } from "./read-kept.ts";

/**
 * See `Kept.spansUntil`.
 * @param fillLastDays of `createLastDaysReader`.
 */
export function keptSpans(
  all: AskKept,
  fillLastDays: (until: WorkspaceDay) => unknown,
  scope: AccountScope,
  day: WorkspaceDay,
): ReadonlyMap<string, KeptSpan> {
  fillLastDays(day);
  const some = scope.kind === "all" ? "" : `AND standings.account IN ${ASKED}`;
  const rows = all(
    `SELECT standings.account, standings.first_day AS first, recent.day AS last
      FROM standings JOIN accounts ON accounts.account = standings.account
        LEFT JOIN ${LAST_DAYS} AS recent ON recent.id = accounts.id
      WHERE standings.first_day <= :day ${some}`,
    { day, ...asked(scope) },
  );
  return new Map(
    rows.map(({ account, first, last }) => [
      String(account),
      { firstDay: Number(first), lastDay: last === null ? null : Number(last) },
    ]),
  );
}
