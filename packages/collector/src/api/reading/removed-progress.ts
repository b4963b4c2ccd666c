import { groupBy } from "../../domain/group-by.ts";
import type { StageRemovalRow } from "../../store/stage-removals.ts";
import type { Reading } from "./reading.ts";

/** How far somebody is in a feature from whose stage they were once taken. */
export interface RemovedProgress {
  /** The epoch that the last removal began. */
  readonly epoch: number;
  /** Active time since then. */
  readonly progressMs: number;
}

/**
 * Everybody who was taken out of a stage, by `memberFeature`, as of the reading's last day: later removals don't count,
 * nor does later use. They are few, so each member is asked for alone, from the slot in which their counting began anew.
 */
export async function removedProgress(reading: Reading): Promise<ReadonlyMap<string, RemovedProgress>> {
  const removals = (await reading.records.removals(reading.scope)).filter(({ atMs }) => atMs <= reading.untilMs);
  // Of one member and feature later ones come later.
  const last = new Map(removals.map((removal) => [memberFeature(removal), removal]));
  if (last.size === 0) return new Map();
  const later = await laterUse(reading);
  const questions = groupBy(last.values(), ({ account, user, sinceSlot }) => `${account}\n${user}\n${sinceSlot}`);
  const found = new Map<string, RemovedProgress>();
  for (const group of questions.values()) {
    const sums = await sumsSince(reading, group[0] as StageRemovalRow);
    for (const removal of group) {
      const key = memberFeature(removal);
      const sinceMs = sums.get(removal.feature) ?? 0;
      found.set(key, { epoch: removal.epoch, progressMs: Math.max(0, sinceMs - (later.get(key) ?? 0)) });
    }
  }
  return found;
}

/** A member's feature as the key of a map. Ids hold no control characters. */
export function memberFeature(of: {
  readonly account: string;
  readonly user: string;
  readonly feature: string;
}): string {
  return `${of.account}\n${of.user}\n${of.feature}`;
}

/** Active time of a member from a slot until now, by feature. */
async function sumsSince(
  { facts, definitions: { idleLimitIndex } }: Reading,
  { account, user, sinceSlot }: StageRemovalRow,
): Promise<ReadonlyMap<string, number>> {
  const { features } = await facts.member({
    scope: { kind: "only", accounts: [account] },
    account,
    user,
    idleLimitIndex,
    thresholds: [],
    actionThresholds: [],
    sinceSlot,
  });
  return new Map(features.map(({ feature, activeMs }) => [feature, activeMs[idleLimitIndex] ?? 0]));
}

/** Active time after the reading's last day, by `memberFeature`. */
async function laterUse(reading: Reading): Promise<ReadonlyMap<string, number>> {
  const { facts, scope, lastDay, definitions } = reading;
  const rows = await facts.totals({
    scope,
    by: ["account", "user", "feature"],
    days: { from: lastDay + 1, to: Number.MAX_SAFE_INTEGER },
  });
  return new Map(
    rows.map(({ account = "", user = "", feature = "", activeMs }) => [
      memberFeature({ account, user, feature }),
      activeMs[definitions.idleLimitIndex] ?? 0,
    ]),
  );
}
