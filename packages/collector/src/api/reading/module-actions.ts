import { groupBy } from "../../domain/group-by.ts";
import type { UserAction } from "../../domain/modules/module-activity.ts";
import type { ActionTotalsRow } from "../../store/facts.ts";

/** What people did, by account. Actions of an account as a whole are nobody's. */
export function actionsOfPeople(rows: readonly ActionTotalsRow[]): ReadonlyMap<string, readonly UserAction[]> {
  const own = rows.flatMap(({ account = "", user = "", action, count }) =>
    user === "" ? [] : [{ account, user, action, count }],
  );
  return groupBy(own, ({ account }) => account);
}
