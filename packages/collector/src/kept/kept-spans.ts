import type { AccountScope } from "../domain/account-scope.ts";
import type { WorkspaceDay } from "../domain/day.ts";
import type { KeptSpan } from "../api/reading/kept.ts";
import { lastUsedDayOf } from "./kept-days.ts";
import { ASKED, asked, type AskKept } from "./read-kept.ts";
import { weekOf } from "./weeks.ts";

/** Weeks in which the last day of use is looked for: most accounts are used in one of these. */
const RECENT_WEEKS = 4;

/** See `Kept.spansUntil`. */
export function keptSpans(all: AskKept, scope: AccountScope, day: WorkspaceDay): ReadonlyMap<string, KeptSpan> {
  const some = scope.kind === "all" ? "" : `AND standings.account IN ${ASKED}`;
  const rows = all(
    `SELECT standings.account, standings.first_day AS first, recent.last
      FROM standings JOIN accounts ON accounts.account = standings.account
        LEFT JOIN (
          SELECT account, max(${lastUsedDayOf(":day")}) AS last FROM account_weeks
          WHERE week BETWEEN :first AND :last GROUP BY account
        ) AS recent ON recent.account = accounts.id
      WHERE standings.first_day <= :day ${some}`,
    { day, first: weekOf(day) - RECENT_WEEKS + 1, last: weekOf(day), ...asked(scope) },
  );
  return new Map(
    rows.map(({ account, first, last }) => [
      String(account),
      { firstDay: Number(first), lastDay: last === null ? null : Number(last) },
    ]),
  );
}
