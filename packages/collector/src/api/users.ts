import type { AccountScope } from "../domain/account-scope.ts";
import { arrange } from "./arrange.ts";
import { USER_SORTS, type UsersReply } from "./contract.ts";
import { readListQuery } from "./list-query.ts";
import { groupMetrics, NO_METRICS } from "./metrics.ts";
import { readContext, type ReadParts } from "./reply-head.ts";

/** `GET /v1/users`: every known or seen person. */
export async function readUsers(url: string, scope: AccountScope, parts: ReadParts): Promise<UsersReply> {
  const query = readListQuery(url, USER_SORTS);
  const account = new URL(url).searchParams.get("account");
  const only = account === null ? {} : { account };
  const { head, definitions, within } = await readContext(parts, scope, query.period);
  const [users, totals, actions] = await Promise.all([
    parts.facts.users(scope),
    parts.facts.totals({ ...within, ...only, by: ["user"] }),
    parts.facts.actionTotals({ ...within, ...only, by: ["user"] }),
  ]);
  const key = (row: { readonly user?: string }): string | null => row.user ?? null;
  const metrics = groupMetrics(
    { totals: { rows: totals, key }, actions: { rows: actions, key }, assets: { rows: [], key: () => null } },
    definitions,
  );
  const rows = users
    .filter(({ accounts }) => account === null || accounts.includes(account))
    .map(({ id, name, role, accounts, inRoster }) => {
      const { engagement, activeMs, visits } = metrics.get(id) ?? NO_METRICS;
      return { user: id, name: name ?? id, role, accounts, inRoster, engagement, activeMs, visits };
    })
    .toSorted((left, right) => (left.user < right.user ? -1 : 1));
  return {
    ...head,
    ...arrange(rows, query, {
      texts: ({ name, user }) => [name, user],
      value: (row, by) => row[by],
      defaultSort: { by: "activeMs", descending: true },
    }),
  };
}
