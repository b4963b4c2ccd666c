import type { DayRange } from "../domain/day.ts";
import { daysIn } from "../domain/period/day-range.ts";
import type { WorkspaceCalendar } from "../domain/workspace-calendar.ts";
import type { BackfillRow } from "../store/facts.ts";
import type { PresenceWrite } from "../store/pushed.ts";
import type { Company } from "./company.ts";
import { createRandom } from "./random.ts";
import { isWeekend } from "./working-days.ts";

/** The days on which people were signed in, as far as anybody looks at them. */
const PRESENCE_DAYS = 35;
const ATTENDANCE = 0.6;

/** What the made-up company's server has seen of people, made of what they did. */
export interface SeenByServer {
  /** Takes note of a row of usage. */
  see(row: BackfillRow): void;
  rows(): readonly PresenceWrite[];
}

/**
 * The server sees whoever the tracker sees. In the first account from which nothing has ever come it sees people all the
 * same: they do use the product, and something keeps the tracker out.
 * @param days those that are seeded.
 * @param calendar the workspace's.
 */
export function createSeenByServer(company: Company, days: DayRange, calendar: WorkspaceCalendar): SeenByServer {
  const from = Math.max(days.from, days.to - PRESENCE_DAYS + 1);
  const seen = new Map<string, PresenceWrite>();
  const note = (row: PresenceWrite): void => {
    seen.set(`${row.day}\n${row.account}\n${row.user}`, row);
  };
  return {
    see({ account, user, slot }) {
      const day = calendar.dayOfSlot(slot);
      if (day >= from && day <= days.to) note({ day, account, user });
    },
    rows() {
      const hidden = company.accounts.find(({ story }) => story.fate === "silent");
      for (const { account, user } of company.members.filter((member) => member.account === hidden)) {
        for (const day of daysIn({ from, to: days.to })) {
          const comes = createRandom(company.seed, "presence", user, day).chance(ATTENDANCE);
          if (comes && !isWeekend(day)) note({ day, account: account.id, user });
        }
      }
      return [...seen.values()];
    },
  };
}
