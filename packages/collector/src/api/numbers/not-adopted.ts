import type { WorkspaceDay } from "../../domain/day.ts";
import { isoDate } from "../../domain/period/calendar-date.ts";
import type { Reading } from "../reading/reading.ts";
import { countedFeatures, memberUses } from "../reading/uses.ts";
import { featuresInAccounts, isCounted, type FeatureInAccount } from "./eligible.ts";
import { accountExclusions } from "./exclusions.ts";
import { countOf, lengthOf } from "./lists.ts";
import { createNames, type Names } from "./names.ts";
import type { Evidence, NumberDefinition } from "./number.ts";

/** The first day on which anything came from an account, of those from which something did. */
async function firstDays(reading: Reading): Promise<ReadonlyMap<string, WorkspaceDay>> {
  const { idleLimitIndex } = reading.definitions;
  const rows = await reading.totals({ by: ["account"], spanUnder: idleLimitIndex }, null);
  return new Map(rows.flatMap(({ account = "", span }) => (span ? [[account, span.firstDay] as const] : [])));
}

/** The accounts that somebody has to talk to about a feature: a key customer that hasn't adopted a new one, say. */
export const NOT_ADOPTED_ACCOUNTS: NumberDefinition = countOf({
  id: "notAdoptedAccounts",
  name: "Accounts that have not adopted it",
  formula:
    "Eligible accounts in which nobody has adopted the feature. Each row's value is for how many days they could have: since something first came from the account, or since the feature was launched, whichever is later; none where nothing has ever come from it. Those that have waited longest come first.",
  subjects: ["account", "feature"],
  splits: ["account"],
  async measure(reading, subject) {
    const [found, uses, firstDayOf, names] = await Promise.all([
      featuresInAccounts(reading, subject),
      memberUses(reading),
      firstDays(reading),
      createNames(reading),
    ]);
    const triers = new Set(
      uses.flatMap(({ account, feature, stage }) => (stage === "tried" ? [`${account}\n${feature}`] : [])),
    );
    const launchedDayOf = new Map(countedFeatures(reading).map(({ feature, launchedDay }) => [feature, launchedDay]));
    const rows = found
      .filter((one) => isCounted(one) && !one.isAdopted)
      .map((one): Evidence => {
        const firstDay = firstDayOf.get(one.account.id) ?? null;
        const since = firstDay === null ? null : Math.max(firstDay, launchedDayOf.get(one.feature) ?? firstDay);
        return rowOf(one, names, {
          since,
          days: since === null ? null : reading.lastDay - since,
          stage: triers.has(`${one.account.id}\n${one.feature}`) ? "tried" : "untouched",
        });
      });
    return lengthOf(
      rows.toSorted((one, other) => (other.value ?? -1) - (one.value ?? -1) || (one.id < other.id ? -1 : 1)),
      { rowUnit: "count", excluded: accountExclusions(found) },
    );
  },
});

interface Waiting {
  readonly since: WorkspaceDay | null;
  readonly days: number | null;
  readonly stage: "tried" | "untouched";
}

function rowOf({ account, feature }: FeatureInAccount, names: Names, { since, days, stage }: Waiting): Evidence {
  const { id, plan, premium } = account;
  return {
    kind: "account",
    id: `${id} ${feature}`,
    name: `${names.of("account", id)}, ${names.of("feature", feature)}`,
    value: days,
    opens: { number: "eligibleUsers", subject: { account: id, feature } },
    details: { account: id, feature, stage, since: since === null ? null : isoDate(since), plan, premium },
  };
}
