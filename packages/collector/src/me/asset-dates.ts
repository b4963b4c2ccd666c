import { slotStartMs } from "@uptake/tracker/protocol";
import { groupBy } from "../domain/group-by.ts";
import type { MilestoneFacts } from "../domain/milestones/milestone-progress.ts";
import type { WorkspaceCalendar } from "../domain/workspace-calendar.ts";
import type { Facts } from "../store/facts.ts";
import type { RulePart } from "./rule-parts.ts";

/** What the dates of an account's assets are read from. */
export interface AssetDatesParts {
  readonly facts: Pick<Facts, "pushed">;
  /** The calendar of a zone, IANA name. */
  readonly calendarOf: (timeZone: string) => WorkspaceCalendar;
}

/**
 * Since when an account has had so many assets of a type: since the beginning of the first day at whose end there were. What
 * was made and taken away within a day is of none.
 * @param rules those that milestones have; asked only where one of them is over assets.
 * @param timeZone of the workspace's days, IANA name.
 */
export async function readAssetDates(
  account: string,
  rules: readonly RulePart[],
  timeZone: string,
  { facts, calendarOf }: AssetDatesParts,
): Promise<MilestoneFacts["assetsReachedAt"]> {
  if (rules.every(({ kind }) => kind !== "assets")) return () => null;
  const scope = { kind: "only", accounts: [account] } as const;
  const days = await facts.pushed({ kind: "assetDays", scope, account });
  const calendar = calendarOf(timeZone);
  const byType = groupBy(days, ({ type }) => type);
  return (type, count, configuredOnly) => {
    const first = (byType.get(type) ?? [])
      .filter(({ assets, activeAssets }) => (configuredOnly ? activeAssets : assets) >= count)
      .reduce((earliest, { day }) => Math.min(earliest, day), Number.POSITIVE_INFINITY);
    return Number.isFinite(first) ? slotStartMs(calendar.firstSlotOf(first)) : null;
  };
}
