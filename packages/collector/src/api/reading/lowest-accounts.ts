import { engagementOf } from "../../domain/engagement.ts";
import { isCompany } from "../../domain/subscriptions/company.ts";
import { groupBy } from "../../domain/group-by.ts";
import { lowestEngagement, type EngagedAccount, type LowestEngagement } from "../../domain/usage/lowest-engagement.ts";
import { accountsWithData } from "./accounts-with-data.ts";
import type { Reading } from "./reading.ts";

/** The accounts with the least engagement in the period, and who is kept out of that list. */
export function lowestAccounts(reading: Reading): Promise<LowestEngagement<EngagedAccount>> {
  return reading.derive("lowestAccounts", async () => {
    const [accounts, actions, withData] = await Promise.all([
      reading.accounts(),
      reading.actionTotals({ by: ["account"] }),
      accountsWithData(reading),
    ]);
    const byAccount = groupBy(actions, ({ account = "" }) => account);
    const { hasRoster } = reading;
    const engaged = accounts.map(({ id, createdAt, churnedAt, inRoster }) => ({
      account: id,
      isCompany: isCompany({ inRoster, hasRoster }),
      engagement: engagementOf(byAccount.get(id) ?? [], reading.definitions),
      createdAt,
      churnedAt,
      hasData: withData.has(id),
    }));
    return lowestEngagement(engaged, reading.untilMs);
  });
}
