import type { WorkspaceDay } from "../day.ts";

/** When a snapshot is of, and when it was taken. */
export interface SnapshotTime {
  readonly asOfDay: WorkspaceDay;
  /** Unix ms. */
  readonly takenAt: number;
}

/**
 * The snapshot that is current on a day: the latest that is as of it or earlier; of several as of one day the one that was
 * taken last, and of those the one that comes last. One that is filled in later doesn't replace a newer one. Null: none yet.
 */
export function latestSnapshot<Snapshot extends SnapshotTime>(
  snapshots: readonly Snapshot[],
  day: WorkspaceDay,
): Snapshot | null {
  return snapshots
    .filter(({ asOfDay }) => asOfDay <= day)
    .reduce<Snapshot | null>((latest, one) => (latest === null || isNewer(one, latest) ? one : latest), null);
}

function isNewer(one: SnapshotTime, other: SnapshotTime): boolean {
  return one.asOfDay === other.asOfDay ? one.takenAt >= other.takenAt : one.asOfDay > other.asOfDay;
}
