import { SLOT_MS } from "../../../packages/tracker/src/protocol/index.ts";
import type { CellPlace } from "./model.ts";

/** A key of sums by member, feature and day: the finest that the store answers. */
export function dayKey({
  account,
  user,
  feature,
  day,
}: Pick<CellPlace, "account" | "user" | "feature"> & { readonly day: number }): string {
  return JSON.stringify([account, user, feature, day]);
}

/** The day of a slot in UTC, counted from 1970-01-01. */
export function utcDayOf(slot: number): number {
  return Math.floor((slot * SLOT_MS) / 86_400_000);
}

/** The key of a cell where the workspace's days are UTC's. */
export function utcDayKey(place: CellPlace): string {
  return dayKey({ ...place, day: utcDayOf(place.slot) });
}
