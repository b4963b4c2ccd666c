import { slotStartMs } from "@uptake/tracker/protocol";
import { adoptionThresholds } from "../domain/adoption/adoption-rules.ts";
import { findCrossing, type Step } from "../domain/adoption/crossing.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import type { CellRow } from "../store/cells-question.ts";
import type { MemberFacts } from "../store/facts.ts";
import { countOfAction } from "./count-of-action.ts";
import type { AccountSumsParts } from "./account-sums.ts";
import { readAssetDates, type AssetDatesParts } from "./asset-dates.ts";
import { membersInParts } from "./members-in-parts.ts";
import { readCellsOfDay } from "./cells-of-day.ts";
import type { AccountSums, MilestoneDates } from "./milestone-facts.ts";
import type { RulePart } from "./rule-parts.ts";

/** What the dates of an account are read from. */
export type AccountDatesParts = Omit<AccountSumsParts, "facts"> & {
  readonly facts: AccountSumsParts["facts"] & AssetDatesParts["facts"];
};

/** Whose dates are asked for. */
export interface AccountDatesQuestion {
  readonly account: string;
  /** From which slot on sums count. */
  readonly sinceSlot: number;
  readonly rules: readonly RulePart[];
  /** The sums from then on, which tell who could have adopted what. */
  readonly sums: AccountSums;
}

/** An amount of something on a day. */
interface Amount {
  readonly day: number;
  readonly amount: number;
}

/**
 * When an account reached what its milestones ask for. Sums by day tell the day, and the cells of that day alone the slot;
 * when the first of its members adopted a feature, those members tell.
 */
export async function readAccountDates(
  { account, sinceSlot, rules, sums }: AccountDatesQuestion,
  parts: AccountDatesParts,
  definitions: CompiledDefinitions,
): Promise<MilestoneDates> {
  const { facts, calendarOf } = parts;
  const scope = { kind: "only", accounts: [account] } as const;
  const { timeZone } = await facts.watermark(scope);
  const calendar = calendarOf(timeZone);
  const firstDay = calendar.dayOfSlot(sinceSlot);
  const asks = (...kinds: readonly RulePart["kind"][]): boolean => rules.some(({ kind }) => kinds.includes(kind));
  const [useDays, actionDays, assetsReachedAt] = await Promise.all([
    asks("visits", "time") ? facts.totals({ scope, account, by: ["feature", "day"] }) : [],
    asks("action") ? facts.actionTotals({ scope, account, by: ["day"] }) : [],
    readAssetDates(account, rules, timeZone, parts),
  ]);
  const cells = new Map<number, readonly CellRow[]>();
  const cellsOf = async (day: number): Promise<readonly CellRow[]> => {
    const known = cells.get(day) ?? (await readCellsOfDay(facts, account, day)).filter(({ slot }) => slot >= sinceSlot);
    cells.set(day, known);
    return known;
  };
  const reachedAt = async (
    amounts: readonly Amount[],
    needed: number,
    ofCell: (cell: CellRow) => number,
  ): Promise<number | null> => {
    const slotsOf = async (day: number): Promise<readonly Step[]> =>
      (await cellsOf(day)).map((cell) => ({ at: cell.slot, amount: ofCell(cell) }));
    // The day in which counting begins counts from there on.
    const first = sinceSlot === 0 ? [] : (await slotsOf(firstDay)).map(({ amount }) => ({ at: firstDay, amount }));
    const later = amounts.filter(({ day }) => sinceSlot === 0 || day > firstDay);
    const onDay = findCrossing([...first, ...later.map(({ day, amount }) => ({ at: day, amount }))], needed);
    if (onDay === null) return null;
    const inSlot = findCrossing(await slotsOf(onDay.at), needed - onDay.before);
    return slotStartMs(inSlot?.at ?? calendar.firstSlotOf(onDay.at));
  };
  const timeOf = ({ activeMs }: Pick<CellRow, "activeMs">): number => activeMs[definitions.idleLimitIndex] ?? 0;
  const dates = new Map<string, number | null>();
  for (const part of rules) {
    if (part.kind === "visits" || part.kind === "time") {
      const { feature } = part;
      const isOf = (row: { readonly feature?: string }): boolean => feature === undefined || row.feature === feature;
      const amountOf = (row: Pick<CellRow, "activeMs" | "visits">): number =>
        part.kind === "visits" ? row.visits : timeOf(row);
      const days = useDays.filter(isOf).map((row) => ({ day: row.day ?? firstDay, amount: amountOf(row) }));
      const needed = part.kind === "visits" ? part.count : part.activeMs;
      dates.set(
        keyOf(part.kind, feature, needed),
        await reachedAt(days, needed, (cell) => (isOf(cell) ? amountOf(cell) : 0)),
      );
    }
    if (part.kind === "action") {
      const { action, count } = part;
      const own = actionDays.filter((row) => row.action === action);
      const days = own.map((row) => ({ day: row.day ?? firstDay, amount: row.count }));
      dates.set(
        keyOf("action", action, count),
        await reachedAt(days, count, ({ actions }) => countOfAction(actions, action)),
      );
    }
  }
  const adopters = asks("adopted", "adoptedFeatures")
    ? await readAdopters(account, sinceSlot, sums, parts, definitions)
    : [];
  return {
    visitsReachedAt: (feature, count) => dates.get(keyOf("visits", feature, count)) ?? null,
    timeReachedAt: (feature, activeMs) => dates.get(keyOf("time", feature, activeMs)) ?? null,
    actionReachedAt: (action, count) => dates.get(keyOf("action", action, count)) ?? null,
    assetsReachedAt,
    adoptedAt(feature) {
      const slots = adopters.flatMap((row) => (row.feature === feature ? (row.crossedSlot ?? []) : []));
      return slots.length === 0 ? null : slotStartMs(Math.min(...slots));
    },
  };
}

function keyOf(kind: string, of: string | undefined, needed: number): string {
  return JSON.stringify([kind, of ?? null, needed]);
}

/** The features of those members who have used one for as long as its threshold. */
async function readAdopters(
  account: string,
  sinceSlot: number,
  { totals, progressMs }: AccountSums,
  { facts }: AccountDatesParts,
  definitions: CompiledDefinitions,
): Promise<MemberFacts["features"]> {
  const { idleLimitIndex } = definitions;
  const thresholds = adoptionThresholds(definitions);
  const neededMs = new Map(thresholds.map(({ feature, thresholdMs }) => [feature, thresholdMs]));
  const users = totals.flatMap(({ user = "", feature = "", activeMs }) => {
    const usedMs = progressMs(user, feature) ?? activeMs[idleLimitIndex] ?? 0;
    return usedMs >= (neededMs.get(feature) ?? Number.POSITIVE_INFINITY) ? [user] : [];
  });
  const scope = { kind: "only", accounts: [account] } as const;
  const question = { scope, account, idleLimitIndex, thresholds, actionThresholds: [], sinceSlot };
  const members = await membersInParts(facts, { ...question, users: [...new Set(users)] });
  return members.flatMap(({ features }) => features);
}
