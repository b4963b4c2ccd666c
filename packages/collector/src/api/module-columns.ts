import type { ModuleAdoption } from "../domain/modules/module-adoption.ts";
import type { ModulesRow } from "./contract.ts";
import type { ModuleState } from "./reading/module-figures.ts";
import type { SnapshotRow } from "../store/module-snapshots.ts";
import { partsOf } from "./tables/flat-columns.ts";

/** What is told of a module over several accounts and in one of them alike. */

export const ADOPTION_SORTS = [
  "kind",
  "active",
  "licensed",
  "percent",
  "status",
  "targetPercent",
  "targetStatus",
  "gapPoints",
  "gapUsers",
] as const satisfies readonly (keyof ModulesRow)[];

export const ADOPTION_COLUMNS = [
  "kind",
  "active",
  "licensed",
  "percent",
  "overUsed",
  "status",
  "targetPercent",
  "targetStatus",
  "gapPoints",
  "gapUsers",
] as const satisfies readonly (keyof ModulesRow)[];

/** What a file has of the snapshot. */
export const SNAPSHOT_PARTS = partsOf("snapshot", ["id", "kind", "actor", "takenAt", "definitionVersion"]);

/** Which snapshot it is, who took it and by which definitions. */
export function snapshotReply(snapshot: SnapshotRow | null): ModulesRow["snapshot"] {
  if (snapshot === null) return null;
  const { id, kind, actor, takenAtMs: takenAt, definitionVersion } = snapshot;
  return { id, kind, actor, takenAt, definitionVersion };
}

/** How far it is adopted as it is. */
export function liveReply(
  live: ModuleAdoption,
  { active, licensed }: Pick<ModulesRow["live"], "active" | "licensed">,
): Omit<ModulesRow["live"], "untrustedAccounts"> {
  const isMeasured = live.kind === "measured";
  return { active, licensed, percent: isMeasured ? live.percent : null, overUsed: isMeasured && live.overUsed };
}

/** What a file has of how it is now. */
export const LIVE_COLUMNS = ["active", "licensed", "percent", "overUsed"] as const;

/** How far it is adopted, as it was kept, against its target. */
export function adoptionColumns({
  adoption,
  status,
  targetPercent,
  target,
}: Pick<ModuleState, "adoption" | "status" | "targetPercent" | "target">): Pick<
  ModulesRow,
  (typeof ADOPTION_COLUMNS)[number]
> {
  const isMeasured = adoption.kind === "measured";
  return {
    kind: adoption.kind,
    active: adoption.active,
    licensed: adoption.kind === "notLicensed" ? 0 : adoption.licensed,
    percent: isMeasured ? adoption.percent : null,
    overUsed: isMeasured && adoption.overUsed,
    status,
    targetPercent,
    targetStatus: target?.status ?? null,
    gapPoints: target?.gapPoints ?? null,
    gapUsers: target?.gapUsers ?? null,
  };
}
