import { createHash } from "node:crypto";
import type { WorkspaceDay } from "../domain/day.ts";
import type { SnapshotWrite } from "./module-snapshots.ts";

/**
 * The id of a scheduled snapshot: the same for the same module, account and day, whoever takes it, and however often.
 * @param unmeasured the id of the one that was taken when nobody had told of a licence, which this one follows; null: there is
 * none.
 */
export function scheduledSnapshotId(
  { module, account, day }: Pick<SnapshotWrite, "module" | "account" | "day">,
  unmeasured: string | null = null,
): string {
  return idOf(["scheduled", module, account, day, ...(unmeasured === null ? [] : [unmeasured])]);
}

/**
 * The id of a snapshot that somebody asks for, or records by hand: the same where the same is sent twice at once.
 * @param before the id of the latest one of the module, account and day, which this one follows; null: there is none.
 */
export function askedSnapshotId(
  { kind, module, account, day, active, activeUsers, licensed, definitionVersion }: Omit<SnapshotWrite, "id">,
  takenDay: WorkspaceDay,
  before: string | null,
): string {
  const people = activeUsers?.toSorted() ?? null;
  return idOf([kind, module, account, day, takenDay, definitionVersion, before, active, licensed, people]);
}

function idOf(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}
