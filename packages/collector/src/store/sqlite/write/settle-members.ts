import type { SettledMember, Settlement } from "../../adoptions.ts";
import { eventId } from "../../event-id.ts";
import { prepareArrays } from "../database.ts";
import { createAccountChanges } from "./account-changes.ts";
import { pairKey } from "./changes.ts";
import type { WriteContext } from "./write-context.ts";

const KIND = "feature.adopted";

/** Keeps what members have adopted, and tells of what is new. */
export function createSettleMembers(context: WriteContext) {
  const { database, ids } = context;
  const changes = createAccountChanges(context);
  const rulesInForce = prepareArrays(database, "SELECT adoption_rules FROM workspace");
  const takenBy = prepareArrays(database, "SELECT taken FROM dirty_members WHERE account = ? AND user = ?");
  const unmark = database.prepare("DELETE FROM dirty_members WHERE account = ? AND user = ?");
  const known = prepareArrays(database, "SELECT feature, epoch, slot FROM adoptions WHERE account = ? AND user = ?");
  const put = database.prepare(
    `INSERT INTO adoptions (account, user, feature, epoch, slot) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET slot = excluded.slot`,
  );
  const remove = database.prepare("DELETE FROM adoptions WHERE account = ? AND user = ? AND feature = ? AND epoch = ?");
  const insertEvent = database.prepare(
    `INSERT INTO events (id, kind, account, user, feature, epoch, slot, definition_version, found_at_ms)
     VALUES (?, '${KIND}', ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );

  /** Nobody had news between the take and now, so what was read in between is what is. */
  const isTaken = (account: number, user: number, take: number): boolean =>
    (takenBy.get(account, user) as unknown as readonly [number] | undefined)?.[0] === take;

  const settle = (member: SettledMember, { rules, take, foundAtMs }: Settlement): number => {
    const account = ids.accounts.find(member.account);
    const user = ids.users.find(member.user);
    if (account === undefined || user === undefined || !isTaken(account, user, take)) return 0;
    const before = new Map(
      (known.all(account, user) as unknown as readonly (readonly [number, number, number])[]).map((row) => [
        pairKey(row[0], row[1]),
        row,
      ]),
    );
    let found = 0;
    let hasMoved = false;
    for (const { feature, epoch, slot } of member.adoptions) {
      const id = ids.features.intern(feature);
      const key = pairKey(id, epoch);
      const knownSlot = before.get(key)?.[2];
      before.delete(key);
      if (knownSlot !== slot) put.run(account, user, id, epoch, slot);
      hasMoved ||= knownSlot !== slot;
      if (knownSlot !== undefined) continue;
      const name = eventId({ kind: KIND, account: member.account, user: member.user, feature, epoch });
      const event = insertEvent.run(name, account, user, id, epoch, slot, rules.definitionVersion, foundAtMs);
      found += Number(event.changes);
    }
    for (const [feature, epoch] of before.values()) remove.run(account, user, feature, epoch);
    if (hasMoved || before.size > 0) changes.account(account);
    unmark.run(account, user);
    return found;
  };

  return (settlement: Settlement): number => {
    const [rules] = rulesInForce.get() as unknown as readonly [string];
    if (rules !== settlement.rules.rules) return 0;
    return settlement.members.reduce((found, member) => found + settle(member, settlement), 0);
  };
}
