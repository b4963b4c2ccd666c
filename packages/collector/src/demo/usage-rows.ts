import type { DayRange } from "../domain/day.ts";
import type { WorkspaceCalendar } from "../domain/workspace-calendar.ts";
import type { BackfillRow } from "../store/facts.ts";
import type { Company } from "./company.ts";
import { memberDay } from "./member-day.ts";
import { scriptedRows } from "./scripted-rows.ts";

/**
 * Everything that was used on these workspace days, day by day, made while it is read. Beside them the whole scripts of
 * the showcase members, who must have done what the example application shows, however short the range.
 * @param calendar the workspace's.
 */
export function* usageRows(
  company: Company,
  days: DayRange,
  calendar: WorkspaceCalendar,
): Generator<BackfillRow, void, undefined> {
  const firstSlot = calendar.firstSlotOf(days.from);
  const endSlot = calendar.firstSlotOf(days.to + 1);
  for (const member of company.members) {
    for (const row of scriptedRows(member, company.catalog.idleLimitIndex)) {
      if (row.slot < endSlot) yield row;
    }
  }
  // An account's own day may begin before or end after the workspace's.
  for (let day = days.from - 1; day <= days.to + 1; day += 1) {
    for (const member of company.members) {
      for (const row of memberDay(company, member, day)) {
        if (row.slot >= firstSlot && row.slot < endSlot) yield row;
      }
    }
  }
}
