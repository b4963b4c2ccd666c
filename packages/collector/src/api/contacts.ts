import { happinessOf } from "../domain/health/happiness.ts";
import type { AccountReply } from "./contract.ts";
import type { Reading } from "./reading/reading.ts";

const SHOWN = 10;

/** The last contacts with somebody, up to the end of the look, the newest first. @param user null: with everybody. */
export async function lastTouchpoints(
  reading: Reading,
  user: string | null = null,
): Promise<AccountReply["touchpoints"]> {
  const rows = await reading.pushed("touchpoints");
  return newest(rows, reading, user);
}

/** The last answers of somebody, likewise. */
export async function lastResponses(reading: Reading, user: string | null = null): Promise<AccountReply["responses"]> {
  const rows = newest(await reading.pushed("responses"), reading, user);
  return rows.map(({ id, account, user: whose, score, at, comment }) => ({
    id,
    account,
    user: whose,
    score,
    happiness: happinessOf(score),
    at,
    comment,
  }));
}

function newest<Row extends { readonly at: number; readonly user: string | null }>(
  rows: readonly Row[],
  { untilMs }: Reading,
  user: string | null,
): readonly Row[] {
  return rows
    .filter((row) => row.at <= untilMs && (user === null || row.user === user))
    .toSorted((one, other) => other.at - one.at)
    .slice(0, SHOWN);
}
