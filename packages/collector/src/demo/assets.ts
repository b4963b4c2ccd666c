import type { AssetWrite } from "../store/facts.ts";
import type { Company, DemoAccount } from "./company.ts";
import type { CatalogAssetType } from "./catalog.ts";
import type { Fate } from "./fate.ts";

import { slugOf } from "./names.ts";
import { PLAN_TRAITS } from "./plan.ts";
import { createRandom } from "./random.ts";
import { clockZeroMs, type LocalDay } from "./working-days.ts";

const THEMES = (
  "New lead|Welcome|Follow-up|Main|Downtown|Front desk|Sales|Support|Reactivation|Review request|Referral|Spring offer|" +
  "No-show|Birthday|VIP|Onboarding|After hours|Evening|West side|Renewal|Partner|Consultation|Waiting list|Year end|Team|Emergency"
).split("|");

/** Share of assets that were set up and not only made. */
const CONFIGURED_SHARES: Readonly<Record<Fate, number>> = {
  thriving: 0.88,
  growing: 0.8,
  steady: 0.74,
  seasonal: 0.74,
  new: 0.45,
  fading: 0.55,
  churned: 0.5,
  silent: 0.2,
};

const HOUR_MS = 3_600_000;

/**
 * What the accounts have made, as it stood at the end of a day; the showcase accounts' own is pushed by the example
 * application. @param lastDay the last day that is seeded.
 */
export function* demoAssets(company: Company, lastDay: LocalDay): Generator<AssetWrite, void, undefined> {
  for (const account of company.accounts) {
    if (account.showcase) continue;
    for (const type of company.catalog.assetTypes) {
      const unused = type.feature !== null && !account.features.some(({ feature }) => feature === type.feature);
      if (!unused) yield* accountAssets(company, account, type, lastDay);
    }
  }
}

function* accountAssets(
  { seed, anchorDay }: Company,
  account: DemoAccount,
  { type }: CatalogAssetType,
  lastDay: LocalDay,
): Generator<AssetWrite, void, undefined> {
  const { story } = account;
  const random = createRandom(seed, "assets", account.id, type);
  const count = random.integer(...PLAN_TRAITS[account.plan].assets);
  const themes = random.shuffled(THEMES);
  for (let index = 0; index < count; index += 1) {
    const round = Math.floor(index / themes.length);
    const name = `${themes[index % themes.length]} ${type.replaceAll(/[_-]+/g, " ")}${round === 0 ? "" : ` ${round + 1}`}`;
    // More of them early than late.
    const createdDayOffset = Math.floor(story.createdDayOffset * Math.sqrt(random.next()));
    const runsPerDay = story.fate === "silent" ? 0 : 6 * random.factor(1.1);
    const configured = random.chance(CONFIGURED_SHARES[story.fate]);
    // Some were set up once and are forgotten.
    const idleDays = random.chance(0.2) ? random.integer(20, 90) : random.integer(1, 3);
    const lastRunDay = (story.churnedDayOffset === null ? lastDay : anchorDay + story.churnedDayOffset) - idleDays;
    const activeDays = Math.max(0, lastRunDay - (anchorDay + createdDayOffset));
    const runs = configured ? Math.floor(activeDays * runsPerDay) : 0;
    const atMs = random.integer(9 * HOUR_MS, 17 * HOUR_MS);
    yield {
      id: `${account.id}-${slugOf(name)}`,
      account: account.id,
      type,
      name,
      createdAt: clockZeroMs(account.calendar, anchorDay + createdDayOffset) + atMs,
      configured,
      runs,
      lastRunAt: runs === 0 ? null : clockZeroMs(account.calendar, lastRunDay) + atMs,
    };
  }
}
