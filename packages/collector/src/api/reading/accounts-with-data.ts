import type { Reading } from "./reading.ts";

/**
 * The accounts of which anything has come by the end of the look of what is done there, by their ids: cells of browsers, or what
 * the host's server told, as usage or actions. That somebody was there (presence) says nothing of what they did: such an account
 * can't be seen, as its coverage says, and isn't low. Of some of the people these are still the accounts of which anything has
 * come of anybody. Asks only of those of which browsers sent nothing.
 */
export function accountsWithData(reading: Reading): Promise<ReadonlySet<string>> {
  return reading.derive("accountsWithData", async () => {
    const accounts = await reading.accounts();
    const heard = new Set(accounts.flatMap(({ id, lastReceivedAtMs }) => (lastReceivedAtMs === null ? [] : [id])));
    if (heard.size === accounts.length) return heard;
    const others = accounts.flatMap(({ id }) => (heard.has(id) ? [] : [id]));
    const actions = await (reading.everybody ?? reading).narrow(others).actionTotals({ by: ["account"] }, null);
    return new Set([...heard, ...actions.map(({ account = "" }) => account)]);
  });
}
