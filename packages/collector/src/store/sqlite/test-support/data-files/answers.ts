import type { ActionTotalsRow, TotalsRow } from "../../../facts.ts";
import { ALL, NOW_MS, sorted, type OpenedStore } from "../../../test-support/harness.ts";

const BY = ["account", "user", "feature", "day"] as const;
const KEYS: readonly string[] = [...BY, "action"];

const MEMBER = {
  scope: ALL,
  idleLimitIndex: 1,
  thresholds: [
    { feature: "calendars", thresholdMs: 420_000 },
    { feature: "contacts", thresholdMs: 60_000 },
  ],
  actionThresholds: [{ action: "email.sent", count: 10 }],
};

/** What a store of the story answers to every question there is; in no engine's order. */
export async function answersOf({ facts, records }: OpenedStore) {
  const member = async (account: string, user: string, writer?: string) => {
    const { features, ...rest } = await facts.member({
      ...MEMBER,
      account,
      user,
      ...(writer !== undefined && { writer }),
    });
    return { ...rest, features: sorted(features) };
  };
  return {
    watermark: await facts.watermark(ALL),
    total: await facts.totals({ scope: ALL, by: [] }),
    ...Object.fromEntries(
      await Promise.all(
        BY.map(async (column) => [`totalsBy ${column}`, sortedSums(await facts.totals({ scope: ALL, by: [column] }))]),
      ),
    ),
    totalsByAll: sortedSums(await facts.totals({ scope: ALL, by: BY, account: "acme" })),
    actionTotals: sortedSums(await facts.actionTotals({ scope: ALL, by: ["account", "user"] })),
    members: [
      await member("acme", "u_1", "laptop-1-of-u_1".padEnd(22, "0")),
      await member("acme", "u_2"),
      await member("globex", "u_2"),
      await member("globex", "u_3"),
      await member("quiet", "u_9"),
    ],
    accounts: sorted(await facts.accounts(ALL)),
    users: sorted(await facts.users(ALL)),
    assets: sorted((await facts.assets({ scope: ALL })).rows),
    assetCounts: sorted(await facts.assetCounts({ scope: ALL })),
    keys: await records.keys(),
    definitions: await records.definitions(),
    session: await records.session("session-hash", NOW_MS),
  };
}

/** By what they are sums of, however a store orders the fields of its rows. */
function sortedSums(rows: readonly (TotalsRow | ActionTotalsRow)[]): readonly object[] {
  return sorted(
    rows.map((row) => {
      const fields = Object.entries(row);
      const isKey = (name: string): boolean => KEYS.includes(name);
      const keys = KEYS.flatMap((key) => fields.filter(([name]) => name === key));
      return Object.fromEntries([...keys, ...fields.filter(([name]) => !isKey(name))]);
    }),
  );
}
