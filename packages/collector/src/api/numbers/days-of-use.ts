import { countOf, dayOfUse, lengthOf } from "./lists.ts";
import type { NumberDefinition } from "./number.ts";

/** On how many days one member has used one feature. */
export const DAYS_OF_USE: NumberDefinition = countOf({
  id: "daysOfUse",
  name: "Days of use",
  formula:
    "The days on which one member used one feature, with a visit or active time, of all time. The period says nothing about it.",
  subjects: ["account", "user", "feature"],
  requires: ["account", "user", "feature"],
  splits: ["day"],
  async measure(reading, subject) {
    const { account = "", user = "", feature = "" } = subject;
    const { idleLimitIndex } = reading.definitions;
    const rows = await reading.totals({ by: ["day"], account, user, feature }, null);
    const used = rows.filter(({ visits, activeMs }) => visits > 0 || (activeMs[idleLimitIndex] ?? 0) > 0);
    const days = used.map(({ day = 0 }) => day).toSorted((one, other) => one - other);
    return lengthOf(days.map((day) => dayOfUse(day, subject)));
  },
});
