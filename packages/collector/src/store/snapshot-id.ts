import { createHash } from "node:crypto";
import type { SnapshotWrite } from "./module-snapshots.ts";

/** The id of a scheduled snapshot: the same for the same module, account and day, whoever takes it, and however often. */
export function scheduledSnapshotId({
  module,
  account,
  day,
}: Pick<SnapshotWrite, "module" | "account" | "day">): string {
  return createHash("sha256")
    .update(JSON.stringify(["scheduled", module, account, day]))
    .digest("base64url");
}
