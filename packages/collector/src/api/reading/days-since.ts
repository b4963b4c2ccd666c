import { dayOf } from "../../domain/workspace-calendar.ts";
import type { Reading } from "./reading.ts";

/**
 * Whole days of the workspace from a moment to the last day of a look, so that the number is the same all day long; null: there
 * was no such moment.
 */
export function daysSince(
  { lastDay, calendar }: Pick<Reading, "lastDay" | "calendar">,
  atMs: number | null,
): number | null {
  return atMs === null ? null : lastDay - dayOf(atMs, calendar);
}
