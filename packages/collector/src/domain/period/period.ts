import type { DayRange, WorkspaceDay } from "../day.ts";
import { firstDayOfMonth, firstDayOfQuarter } from "./calendar-date.ts";
import { isWithin, lastDays } from "./day-range.ts";

/** Periods that end on the day from which one looks. Months and quarters are those to date. */
export const PERIOD_PRESETS = ["7d", "14d", "30d", "90d", "month", "quarter", "all"] as const;
export type PeriodPreset = (typeof PERIOD_PRESETS)[number];

/** What somebody chose in the period picker. */
export type Period =
  | { readonly kind: "preset"; readonly preset: PeriodPreset }
  /** Both ends included. Doors refuse a range that ends before it begins. */
  | { readonly kind: "custom"; readonly from: WorkspaceDay; readonly to: WorkspaceDay };

/** From where one looks. */
export interface Viewpoint {
  /** The workspace's day that is still running. */
  readonly today: WorkspaceDay;
  /** The day as of which numbers are asked for; null: as of today. */
  readonly asOf: WorkspaceDay | null;
}

/** A period, in days. */
export interface ResolvedPeriod {
  /** Null: all time, up to and with `endsOn`. */
  readonly days: DayRange | null;
  readonly endsOn: WorkspaceDay;
  /** Whether the running day is among them, so that the last number is still growing. Screens say so. */
  readonly containsOpenDay: boolean;
}

/**
 * The days of a period. Presets end on the day as of which one looks; a custom range says its own days and is not cut.
 * @throws RangeError when a custom range ends before it begins: it would look like a period without usage.
 */
export function resolvePeriod(period: Period, { today, asOf }: Viewpoint): ResolvedPeriod {
  if (period.kind === "custom") return resolveCustom(period, today);
  const endsOn = asOf ?? today;
  const days = presetDays(period.preset, endsOn);
  return { days, endsOn, containsOpenDay: days === null ? endsOn >= today : isWithin(today, days) };
}

/** The days of a preset that ends on a day; null: all time. */
export function presetDays(preset: PeriodPreset, endsOn: WorkspaceDay): DayRange | null {
  switch (preset) {
    case "7d":
      return lastDays(7, endsOn);
    case "14d":
      return lastDays(14, endsOn);
    case "30d":
      return lastDays(30, endsOn);
    case "90d":
      return lastDays(90, endsOn);
    case "month":
      return { from: firstDayOfMonth(endsOn), to: endsOn };
    case "quarter":
      return { from: firstDayOfQuarter(endsOn), to: endsOn };
    case "all":
      return null;
  }
}

function resolveCustom({ from, to }: DayRange, today: WorkspaceDay): ResolvedPeriod {
  if (to < from) throw new RangeError(`A period from day ${from} to day ${to} ends before it begins.`);
  const days = { from, to };
  return { days, endsOn: to, containsOpenDay: isWithin(today, days) };
}
