import { presetDays } from "../../domain/period/period.ts";
import { OWN_DAYS, type KeptPart, type KeptPeriodName } from "../reading/kept.ts";
import type { Reading } from "../reading/reading.ts";
import { countSharedAdoption } from "./count-adoption.ts";
import { countSharedSegments } from "./count-segments.ts";
import { countSharedState } from "./count-state.ts";
import { countSharedUse } from "./count-use.ts";
import { addSums, type Counting, type Sums } from "./sums.ts";

/**
 * The numbers of a part of those who belong to several accounts, each of them once: by what they did in the accounts that
 * the reading sees.
 */
export async function countShared(reading: Reading, part: KeptPart, shared: ReadonlySet<string>): Promise<Sums> {
  if (part === "adoption") return countSharedAdoption(reading, shared);
  if (part === "now") {
    const now: Counting = { ...(await countSharedState(reading, shared)) };
    addSums(now, await countSharedSegments(reading, shared));
    return now;
  }
  // These are of members, not of people.
  if (part === "funnels" || part === "milestones") return {};
  const [when, period] = part.split(" ") as ["in" | "before" | "then", KeptPeriodName];
  const within = over(reading, period);
  if (when === "in") return countSharedUse(within, shared);
  const previous = within.previous();
  if (previous === null) return {};
  if (when === "before") return countSharedUse(previous, shared);
  const then: Counting = { ...(await countSharedAdoption(previous, shared)) };
  addSums(then, await countSharedState(previous, shared));
  return then;
}

/** The same look over a period. @param reading over days of one's own, where these are the period. */
export function over(reading: Reading, period: KeptPeriodName): Reading {
  return period === OWN_DAYS ? reading : reading.over(presetDays(period, reading.lastDay));
}
