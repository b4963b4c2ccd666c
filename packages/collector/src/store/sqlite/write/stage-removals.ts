import { slotOf } from "@uptake/tracker/protocol";
import type { StageRemovalRow, StageRemovalWrite } from "../../stage-removals.ts";
import { createAccountChanges } from "./account-changes.ts";
import type { WriteContext } from "./write-context.ts";

/** Takes members out of stages. Marks them, so that what they have adopted is looked into again. */
export function createRemoveFromStage({ database, ids }: WriteContext) {
  const changes = createAccountChanges({ database });
  const last = database.prepare(`
    SELECT epoch, since_slot AS sinceSlot, actor, reason, at_ms AS atMs FROM stage_removals
    WHERE account = ? AND user = ? AND feature = ? ORDER BY epoch DESC LIMIT 1`);
  const insert = database.prepare(`
    INSERT INTO stage_removals (account, user, feature, epoch, at_ms, since_slot, actor, reason)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const mark = database.prepare(
    "INSERT INTO dirty_members (account, user) VALUES (?, ?) ON CONFLICT DO UPDATE SET taken = 0",
  );
  const audit = database.prepare("INSERT INTO audit (at_ms, actor, action, subject) VALUES (?, ?, 'stage.removed', ?)");

  return (removal: StageRemovalWrite): StageRemovalRow | null => {
    const { actor, reason, atMs, ...subject } = removal;
    const account = ids.accounts.find(subject.account);
    const user = ids.users.find(subject.user);
    const feature = ids.features.find(subject.feature);
    if (account === undefined || user === undefined || feature === undefined) return null;
    if (!ids.members.has(account, user)) return null;
    const before = last.get(account, user, feature) as Omit<StageRemovalRow, keyof typeof subject> | undefined;
    const sinceSlot = slotOf(atMs) + 1;
    if (before !== undefined && sinceSlot <= before.sinceSlot) return { ...subject, ...before };
    const epoch = (before?.epoch ?? 0) + 1;
    insert.run(account, user, feature, epoch, atMs, sinceSlot, actor, reason);
    mark.run(account, user);
    changes.account(account);
    audit.run(atMs, actor, JSON.stringify({ ...subject, epoch, reason }));
    return { ...removal, epoch, sinceSlot };
  };
}
