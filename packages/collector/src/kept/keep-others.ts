import type { KeptLayer, KeptPart } from "../api/reading/kept.ts";
import { createUseOf, timesOfParts } from "./count-accounts.ts";
import { lookOver, readingOf, type KeeperFile } from "./keeper-work.ts";
import { countSharedUsers, countUnattached } from "./list-users.ts";

/** What no piece of the work can tell, since it is about more than some accounts. */

/** Of those who belong to several accounts: each is counted once. */
export async function keepShared(
  { parts, writer, subject: { days, day } }: KeeperFile,
  shared: ReadonlyMap<string, readonly string[]>,
  layers: readonly KeptLayer[],
): Promise<void> {
  const accounts = [...new Set([...shared.values()].flat())];
  const reading = (await readingOf(parts, { days, day })).narrow(accounts);
  const users = new Set(shared.keys());
  const use = createUseOf(reading, users);
  writer.putShared(shared, await countSharedUsers(reading, { days, shared: users, layers }, use));
}

/** Of what pieces have told of the people of one account alone, and of those who belong to several. */
export async function keepMediansOfTimes(
  { parts, writer, subject: { days, day } }: KeeperFile,
  shared: ReadonlyMap<string, readonly string[]>,
  ofTimes: readonly KeptPart[],
): Promise<void> {
  if (shared.size > 0) {
    const reading = (await readingOf(parts, { days, day })).narrow([...new Set([...shared.values()].flat())]);
    const looks = ofTimes.flatMap((part) => {
      const look = lookOver(reading, part);
      return look === null ? [] : [[part, look] as const];
    });
    writer.addTimes(await timesOfParts(looks, (user) => shared.has(user)));
  }
  writer.putMediansOfTimes(ofTimes);
}

/** Of those who belong to no account: no account has news of them. */
export async function keepUnattached({ parts, writer, subject: { days, day } }: KeeperFile): Promise<void> {
  const reading = await readingOf(parts, { days, day });
  writer.putUnattached(await countUnattached(reading, parts.news.unattachedUsers(), days));
}
