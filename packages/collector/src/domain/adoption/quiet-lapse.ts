import type { FeatureUse } from "./feature-use.ts";
import { DEFAULT_LIVING_DAYS, livingState } from "./living-state.ts";

const DAY_MS = 86_400_000;

/**
 * Uses that fade without anybody noticing, since a stage sticks: a core feature that was adopted and is cooling now, 15 to 30
 * days since its last use. Longest unused first. Ours, for the article's users who "may be dropping off". What was adopted and
 * never used, as after a backfill, isn't among them.
 * @param core ids of the core features.
 */
export function quietLapses(
  uses: readonly FeatureUse[],
  core: ReadonlySet<string>,
  nowMs: number,
): readonly FeatureUse[] {
  return uses
    .filter(({ feature, stage }) => stage === "adopted" && core.has(feature))
    .filter(({ lastUsedAtMs }) => livingState(lastUsedAtMs, nowMs) === "cooling")
    .sort((one, other) => (one.lastUsedAtMs ?? 0) - (other.lastUsedAtMs ?? 0));
}

/**
 * Adopted uses that have lapsed within the last days: their thirtieth day without use has ended since. Latest first; what was
 * never used can't lapse.
 * @param days how many, 24 hours each; of two spans, one after the other, each lapse is in one.
 */
export function lapsedLately(uses: readonly FeatureUse[], nowMs: number, days: number): readonly FeatureUse[] {
  const { coolingDays } = DEFAULT_LIVING_DAYS;
  const lapsedForMs = ({ lastUsedAtMs }: FeatureUse): number => nowMs - (lastUsedAtMs ?? nowMs) - coolingDays * DAY_MS;
  return uses
    .filter((use) => use.stage === "adopted" && lapsedForMs(use) > 0 && lapsedForMs(use) <= days * DAY_MS)
    .sort((one, other) => lapsedForMs(one) - lapsedForMs(other));
}
