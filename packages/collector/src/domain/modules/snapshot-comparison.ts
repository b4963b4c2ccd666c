import { moduleAdoption, type ModuleCounts } from "./module-adoption.ts";

/** A module of an account as it was kept at a date. */
export interface ModuleSnapshot extends ModuleCounts {
  /** Who was active; null: recorded by hand, as numbers only. */
  readonly activeUsers: readonly string[] | null;
}

/** What has become of a module from one snapshot to a later one. */
export interface SnapshotComparison {
  /** Percentage points; null: it isn't measured at both. */
  readonly points: number | null;
  /** null: unknown at one of them. */
  readonly active: number | null;
  readonly licensed: number | null;
  /** Who became active, and who was no longer; null: one of them names nobody. In the order of the snapshot they are in. */
  readonly people: {
    readonly gained: readonly string[];
    readonly lost: readonly string[];
    readonly kept: readonly string[];
  } | null;
}

/** Compares two snapshots: the later minus the earlier one. */
export function compareSnapshots(earlier: ModuleSnapshot, later: ModuleSnapshot): SnapshotComparison {
  const [before, after] = [moduleAdoption(earlier), moduleAdoption(later)];
  return {
    points: before.kind === "measured" && after.kind === "measured" ? after.percent - before.percent : null,
    active: difference(earlier.active, later.active),
    licensed: difference(earlier.licensed, later.licensed),
    people: comparePeople(earlier.activeUsers, later.activeUsers),
  };
}

function difference(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : after - before;
}

function comparePeople(
  earlier: readonly string[] | null,
  later: readonly string[] | null,
): SnapshotComparison["people"] {
  if (earlier === null || later === null) return null;
  const [before, after] = [new Set(earlier), new Set(later)];
  return {
    gained: [...after].filter((user) => !before.has(user)),
    lost: [...before].filter((user) => !after.has(user)),
    kept: [...after].filter((user) => before.has(user)),
  };
}
