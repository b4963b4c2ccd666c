import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import type { Facts } from "../store/facts.ts";
import { demoAssets } from "./assets.ts";
import type { Company } from "./company.ts";
import type { LocalDay } from "./working-days.ts";

/** For so many days it is known how often assets ran, so that the month and what was before it have something to tell. */
const RUN_DAYS = 60;
/** Of a large company it is fewer days: each is told of every asset. */
const MAX_TOLD_ROWS = 60_000;

/**
 * Tells the store of all assets as they were at the end of each of the last days, as a host would that tells of them every
 * night. Runs that are known already are not told again, so that they are counted once.
 * @returns how many assets there are.
 */
export async function tellAssets(
  facts: Pick<Facts, "assets" | "putAssets">,
  company: Company,
  lastDay: LocalDay,
): Promise<number> {
  const assets = [...demoAssets(company, lastDay)];
  if (assets.length === 0) return 0;
  const { rows } = await facts.assets({ scope: ALL_ACCOUNTS });
  const known = new Map(rows.map(({ id, runs }) => [id, runs]));
  const days = Math.min(RUN_DAYS, Math.floor(MAX_TOLD_ROWS / assets.length));
  for (let day = lastDay - days; day < lastDay; day += 1) {
    const news = [...demoAssets(company, day)].filter(({ id, runs = 0 }) => runs > (known.get(id) ?? -1));
    for (const { id, runs = 0 } of news) known.set(id, runs);
    await facts.putAssets(news);
  }
  await facts.putAssets(assets);
  return assets.length;
}
