import { churnIn, type Churn } from "../../domain/subscriptions/churn.ts";
import { companies } from "./companies.ts";
import { momentsOf } from "./moments-of.ts";
import type { Reading } from "./reading.ts";

/**
 * Which companies left in a reading's period, of those that were there at its start: the ones that `companies` tells as of the
 * day before. Of an account without a beginning that is so if it had been seen by then.
 */
export function churnOf(reading: Reading): Promise<Churn> {
  return reading.derive("churn", async () => {
    const { listed } = await companies(reading);
    const isUndated = listed.some(({ createdAt }) => createdAt === null);
    const before = isUndated ? await reading.previous()?.accounts() : undefined;
    const there = before === undefined ? null : new Set(before.map(({ id }) => id));
    return churnIn(listed, momentsOf(reading), ({ id }) => there?.has(id) ?? true);
  });
}
