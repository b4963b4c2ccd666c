import type { DayRange, WorkspaceDay } from "../day.ts";
import { firstDayOfMonth, firstDayOfQuarter } from "./calendar-date.ts";
import { lastDays } from "./day-range.ts";

/** Periods that end on the day from which one looks. Months and quarters are those to date. */
export const PERIOD_PRESETS = ["7d", "14d", "30d", "90d", "month", "quarter", "all"] as const;
export type PeriodPreset = (typeof PERIOD_PRESETS)[number];

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
