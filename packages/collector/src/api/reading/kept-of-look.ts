import type { WorkspaceDay } from "../../domain/day.ts";
import { presetDays } from "../../domain/period/period.ts";
import type { AskedPeriod, ReportQuery } from "../query/report-query.ts";
import { OWN_DAYS, type KeptPeriod, type KeptRules } from "./kept.ts";
import { AWAITS_NOTHING, type Awaited } from "./awaited.ts";
import type { OwnDays } from "./own-days.ts";
import type { ReadParts } from "./read-parts.ts";
import type { Reading } from "./reading.ts";

/** What is kept of a look, and the days over which it goes because of it. */
export type KeptOfLook = Pick<
  Reading,
  "lastDay" | "days" | "kept" | "keptPeriod" | "keptCounting" | "awaited" | "keptUse"
>;

/** When a look is taken, and of which day. */
interface LookDays {
  readonly today: WorkspaceDay;
  /** The day that was asked for; it can be one to come. */
  readonly asked: WorkspaceDay;
}

/** Finds what is kept of what was asked. */
export function keptOfLook(
  { kept: shelf, canAwait = AWAITS_NOTHING }: Pick<ReadParts, "kept" | "canAwait">,
  { period, asOf }: Pick<ReportQuery, "asOf"> & { readonly period: AskedPeriod },
  rules: KeptRules,
  { today, asked }: LookDays,
): KeptOfLook {
  const presets = shelf?.find(today, rules) ?? null;
  const isAsOfNow = asOf === null || asOf === presets?.day;
  const keptNow = isAsOfNow && presets !== null && presets.day <= asked ? presets : null;
  // Just after midnight it may still be the day before that is kept: then all numbers are as of that day.
  const lastDay = Math.min(asked, keptNow?.day ?? today, today);
  const days = typeof period === "string" ? presetDays(period, lastDay) : period;
  const isOwn = typeof period !== "string" || !isAsOfNow;
  // While it is the day before, nobody knows how this one began: then days of one's own aren't kept, either.
  const isKnown = presets !== null && lastDay === Math.min(asked, today);
  const ownDays: OwnDays | null = isOwn && isKnown ? { lastDay, isOver: lastDay < today, days } : null;
  const keptOwn = (ownDays && shelf?.findOwn(ownDays, rules)) ?? null;
  const keptCounting = (keptOwn === null && ownDays && shelf?.findCounting(ownDays, rules)) || null;
  const keptAsOf = keptNow ?? keptOwn ?? (ownDays && shelf?.findAsOf(ownDays, rules)) ?? null;
  const keptPreset: KeptPeriod | null = keptNow && typeof period === "string" ? { kept: keptNow, period } : null;
  const awaitedOwn: Awaited | null = keptOwn === null && canAwait.ownDays ? ownDays : null;
  return {
    lastDay,
    days,
    kept: keptAsOf,
    keptPeriod: keptOwn === null ? keptPreset : { kept: keptOwn, period: OWN_DAYS },
    keptCounting: keptCounting && { kept: keptCounting, period: OWN_DAYS },
    awaited: presets === null && canAwait.presets ? "presets" : awaitedOwn,
    keptUse: typeof period === "string" || asOf !== null ? null : presets,
  };
}
