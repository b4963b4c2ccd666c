import { churnIn, type Churn } from "../../domain/subscriptions/churn.ts";
import { companies } from "./companies.ts";
import { momentsOf } from "./moments-of.ts";
import type { Reading } from "./reading.ts";

/**
 * Which companies left in a reading's period, of those that were there at its start: the ones that `companies` tells as of the
 * day before. An account without a beginning, or with a later one, was there if it had been seen by then.
 */
export function churnOf(reading: Reading): Promise<Churn> {
  return reading.derive("churn", async () => {
    const { listed } = await companies(reading);
    const period = momentsOf(reading);
    const previous = reading.previous();
    if (previous === null) return churnIn(listed, period);
    const doubtful = listed.filter(({ createdAt }) => createdAt === null || createdAt >= period.fromMs);
    const seen = doubtful.length === 0 ? [] : await previous.narrow(doubtful.map(({ id }) => id)).accounts();
    const [isDoubtful, isSeen] = [doubtful, seen].map((accounts) => new Set(accounts.map(({ id }) => id)));
    return churnIn(listed, period, ({ id }) => isDoubtful?.has(id) !== true || isSeen?.has(id) === true);
  });
}
