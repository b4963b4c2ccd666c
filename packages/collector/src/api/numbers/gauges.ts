import { isoDate } from "../../domain/period/calendar-date.ts";
import { sumOf, type Evidence, type NumberDefinition } from "./number.ts";

/** What the host measures of an account once a day, such as its bandwidth. */
export const GAUGE: NumberDefinition = {
  id: "gaugeMean",
  name: "Gauge a day",
  unit: "amount",
  kind: "mean",
  formula:
    "The mean of what the host has told of the gauge, over the days of the period of which it has told: of one day what it told. A day of which it told nothing is no 0.",
  subjects: ["account", "gauge"],
  requires: ["account", "gauge"],
  splits: ["day"],
  async measure(reading, { account, gauge }) {
    const told = await reading.pushed("gauges", reading.within(reading.days));
    const rows = told
      .filter((row) => row.account === account && row.gauge === gauge)
      .toSorted((one, other) => one.day - other.day)
      .map(({ day, value, unit }): Evidence => {
        const iso = isoDate(day);
        return { kind: "day", id: iso, name: iso, value, opens: null, details: { unit } };
      });
    return { value: rows.length === 0 ? null : sumOf(rows) / rows.length, terms: [], rows, excluded: [] };
  },
};
