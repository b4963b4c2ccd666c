import type {
  ModuleTargetWrite,
  RemovedSnapshot,
  SnapshotDay,
  SnapshotRemoval,
  SnapshotWrite,
} from "../../module-snapshots.ts";
import { createAccountChanges } from "./account-changes.ts";
import type { WriteContext } from "./write-context.ts";

/** Keeps snapshots of modules, and targets. */
export function createSnapshotChanges({ database, ids }: WriteContext) {
  const accountChanges = createAccountChanges({ database });
  const insert = database.prepare(`
    INSERT INTO module_snapshots
      (id, module, account, as_of_day, taken_at_ms, kind, actor, active, active_users, licensed, definition_version)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`);
  const find = database.prepare(`
    SELECT module, accounts.key AS account, as_of_day AS day, kind, active, licensed, t.account AS accountId
    FROM module_snapshots AS t JOIN accounts ON accounts.id = t.account WHERE t.id = ?`);
  const remove = database.prepare("DELETE FROM module_snapshots WHERE id = ?");
  const finish = database.prepare("INSERT OR IGNORE INTO snapshot_days (module, day, taken_at_ms) VALUES (?, ?, ?)");
  const putTarget = database.prepare(
    "INSERT OR REPLACE INTO module_targets (account, module, target_percent) VALUES (?, ?, ?)",
  );
  const removeTarget = database.prepare("DELETE FROM module_targets WHERE account = ? AND module = ?");
  const audit = database.prepare("INSERT INTO audit (at_ms, actor, action, subject) VALUES (?, ?, ?, ?)");

  const record = (snapshot: SnapshotWrite): number => {
    const { id, module, day, takenAtMs, kind, actor, active, activeUsers, licensed, definitionVersion } = snapshot;
    const account = ids.accounts.find(snapshot.account);
    if (account === undefined) return 0;
    const users = activeUsers?.flatMap((user) => ids.users.find(user) ?? []) ?? null;
    const people = users === null ? null : JSON.stringify(users);
    const numbers = [active, people, licensed, definitionVersion] as const;
    const { changes } = insert.run(id, module, account, day, takenAtMs, kind, actor, ...numbers);
    if (changes > 0) accountChanges.account(account);
    if (changes > 0 && kind !== "scheduled") {
      const subject = { id, module, account: snapshot.account, day, active, licensed };
      audit.run(takenAtMs, actor, "snapshot.recorded", JSON.stringify(subject));
    }
    return Number(changes);
  };
  return {
    recordSnapshots: (snapshots: readonly SnapshotWrite[]): number =>
      snapshots.reduce((recorded, snapshot) => recorded + record(snapshot), 0),
    removeSnapshot({ id, scope, actor, atMs }: SnapshotRemoval): RemovedSnapshot | "scheduled" | null {
      const row = find.get(id) as unknown as (RemovedSnapshot & { readonly accountId: number }) | undefined;
      if (row === undefined || (scope.kind === "only" && !scope.accounts.includes(row.account))) return null;
      if (row.kind === "scheduled") return "scheduled";
      const { accountId, ...removed } = row;
      remove.run(id);
      accountChanges.account(accountId);
      audit.run(atMs, actor, "snapshot.removed", JSON.stringify({ id, ...removed }));
      return removed;
    },
    finishSnapshotDay({ modules, day, takenAtMs }: SnapshotDay): void {
      for (const module of modules) finish.run(module, day, takenAtMs);
    },
    putModuleTarget({ account: key, module, targetPercent, actor, atMs }: ModuleTargetWrite): boolean {
      const account = ids.accounts.find(key);
      if (account === undefined) return false;
      if (targetPercent === null) removeTarget.run(account, module);
      else putTarget.run(account, module, targetPercent);
      accountChanges.account(account);
      audit.run(atMs, actor, "module.target", JSON.stringify({ account: key, module, targetPercent }));
      return true;
    },
  };
}
