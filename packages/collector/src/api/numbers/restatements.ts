import { dayOfIsoDate, isoDate } from "../../domain/period/calendar-date.ts";
import type { RestatementRow } from "../../store/restatements.ts";
import { createAccountNames } from "./names.ts";
import { sumOf, type Evidence, type NumberDefinition } from "./number.ts";

/** By how much days have changed after they had closed. */

const TEXTS = {
  activeMs: ["Restated time", "ms", "active time"],
  visits: ["Restated visits", "count", "visits"],
} as const;

/** Restatements are kept of whole accounts, and of these numbers only. */
export const RESTATED = ["activeMs", "visits"] as const satisfies readonly (keyof typeof TEXTS)[];

export const RESTATEMENTS: readonly NumberDefinition[] = RESTATED.map((id) => {
  const [name, unit, what] = TEXTS[id];
  return {
    id: `${id}Restated`,
    name,
    unit,
    kind: "sum",
    formula: `By how much the ${what} of the days of the period has changed after they had closed: by what browsers sent late and what use the host told, or told anew, afterwards, less what was taken out. With foundDay only what was found out on that day.`,
    subjects: ["account", "foundDay"],
    splits: ["part"],
    async measure(reading, { account, foundDay }) {
      if (reading.isOfSome) {
        const why = "It is kept of whole accounts.";
        return { value: null, terms: [], rows: [], excluded: [{ what: "Some of the people", why, value: null }] };
      }
      const { records, scope, definitions } = reading;
      const days = reading.within(reading.days);
      const found = await records.restatements({ scope, days, ...(account !== undefined && { account }) });
      const foundOn = foundDay === undefined ? null : dayOfIsoDate(foundDay);
      const accountName = await createAccountNames(reading);
      const amount = (row: RestatementRow): number =>
        id === "visits" ? row.visits : (row.activeMs[definitions.idleLimitIndex] ?? 0);
      const rows = found
        .filter((row) => (foundOn ?? row.foundDay) === row.foundDay && amount(row) !== 0)
        .map((row): Evidence => ({
          kind: "part",
          id: `${row.account} ${isoDate(row.day)} ${isoDate(row.foundDay)}`,
          name: `${accountName(row.account)}, ${isoDate(row.day)}`,
          value: amount(row),
          opens: null,
          details: { account: row.account, day: isoDate(row.day), foundDay: isoDate(row.foundDay) },
        }));
      return { value: sumOf(rows), terms: [], rows, excluded: [] };
    },
  };
});
