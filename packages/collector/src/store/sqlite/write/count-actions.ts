import { createHash } from "node:crypto";
import { OTHER_FEATURE } from "@uptake/tracker/protocol";
import type { ActionsWrite, MessageWrite, PushRefusal } from "../../pushed.ts";
import { prepareArrays } from "../database.ts";
import { PUSH_SOURCE_PREFIX } from "../push-source.ts";
import { createNoteChange } from "./note-change.ts";
import { createTellMember } from "./tell-member.ts";
import type { WriteContext } from "./write-context.ts";

const KEY = "account = ? AND user = ? AND feature = ? AND slot = ? AND source = ? AND action = ?";

/** Whose count of which action. */
interface CountKey {
  readonly account: number;
  readonly user: number;
  readonly slot: number;
  readonly source: string;
  readonly action: string;
}

/**
 * Puts the count of an action in the place of what its source said before, whatever the watermark: a base row of the
 * source, in the feature that no definition claims.
 */
export function createPutActions(context: WriteContext) {
  const { ids } = context;
  const counts = createCounts(context);
  const tellMember = createTellMember(context);
  return ({ source = "", account, user, action, slot, count }: ActionsWrite): PushRefusal => {
    const member = tellMember(account, user);
    if (ids.voids.has(member.account, member.user, slot)) return "voided";
    counts.put({ ...member, slot, source, action }, () => count);
    return null;
  };
}

/**
 * Counts a message, once. Its id is remembered for as long as its slot is above the watermark; below it, where nobody
 * could tell whether it has been counted, it is refused.
 */
export function createCountMessage(context: WriteContext) {
  const { database, ids } = context;
  const counts = createCounts(context);
  const tellMember = createTellMember(context);
  const accountsOf = prepareArrays(
    database,
    `SELECT accounts.key FROM members JOIN accounts ON accounts.id = members.account
     WHERE members.user = ? AND members.in_roster = 1 LIMIT 2`,
  );
  const remember = database.prepare("INSERT OR IGNORE INTO counted_messages (slot, message) VALUES (?, ?)");

  const onlyAccountOf = (user: string | undefined): string | undefined => {
    const id = user === undefined ? undefined : ids.users.find(user);
    if (id === undefined) return undefined;
    const [first, ...others] = accountsOf.all(id) as unknown as readonly (readonly [string])[];
    return others.length > 0 ? undefined : first?.[0];
  };

  return (row: MessageWrite): PushRefusal => {
    const { source, user, action, slot, message } = row;
    if (slot < context.workspace.watermarkSlot) return "too_old";
    const account = row.account ?? onlyAccountOf(user);
    if (account === undefined) return "no_account";
    const member = tellMember(account, user);
    if (ids.voids.has(member.account, member.user, slot)) return "voided";
    const id = createHash("sha256")
      .update(JSON.stringify([source, user ?? null, action, message]))
      .digest()
      .subarray(0, 16);
    if (remember.run(slot, id).changes > 0) {
      counts.put({ ...member, slot, source, action }, (stored) => stored + 1);
    }
    return null;
  };
}

/** Counts of actions in base. */
function createCounts(context: WriteContext) {
  const { database, ids } = context;
  const note = createNoteChange(context);
  const select = prepareArrays(database, `SELECT count FROM base_actions WHERE ${KEY}`);
  const put = database.prepare(
    `INSERT INTO base_actions (account, user, feature, slot, source, action, count) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = excluded.count`,
  );
  const remove = database.prepare(`DELETE FROM base_actions WHERE ${KEY}`);
  return {
    /** Replaces a count by what follows from the stored one. */
    put({ account, user, slot, source, action }: CountKey, next: (stored: number) => number): void {
      const feature = ids.features.intern(OTHER_FEATURE);
      const actionId = ids.actions.intern(action);
      const sourceId = ids.sources.intern(`${PUSH_SOURCE_PREFIX}${source}`);
      const key = [account, user, feature, slot, sourceId, actionId] as const;
      const [stored = 0] = (select.get(...key) ?? []) as unknown as readonly [number?];
      const count = next(stored);
      if (count === stored) return;
      if (count > 0) put.run(...key, count);
      else remove.run(...key);
      note.baseAction(context.changes.member(account, user), slot, feature, actionId, count - stored);
    },
  };
}
