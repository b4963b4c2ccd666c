import { slotOf } from "@uptake/tracker/protocol";

/** What is known of an asset's life. Times are Unix ms. */
export interface AssetLife {
  /** Since when it exists. */
  readonly createdAtMs: number;
  /** From when on it exists no more; null: it exists. */
  readonly deletedAtMs: number | null;
  /** Whether it is configured since its last toggle. */
  readonly configured: boolean;
  /** When its configured state changed, ascending. Before the first it was the other one. */
  readonly togglesAtMs: readonly number[];
}

/** By how much assets, and active ones, become more or fewer in a slot. */
export interface AssetChange {
  readonly slot: number;
  readonly assets: number;
  readonly activeAssets: number;
}

/**
 * An asset's life as changes of the counts, by slot, ascending; what comes and goes within one slot is none. Active is what
 * exists and is configured. One that was deleted before it was made has never existed.
 */
export function assetChanges(life: AssetLife): readonly AssetChange[] {
  const { createdAtMs, deletedAtMs, togglesAtMs } = life;
  const end = deletedAtMs ?? Number.POSITIVE_INFINITY;
  if (end <= createdAtMs) return [];
  const moments = [createdAtMs, ...togglesAtMs.filter((atMs) => atMs > createdAtMs && atMs < end)];
  if (deletedAtMs !== null) moments.push(deletedAtMs);
  const changes: AssetChange[] = [];
  let [assets, activeAssets] = [0, 0];
  moments.forEach((atMs, index) => {
    const slot = slotOf(atMs);
    const next = moments[index + 1];
    // The last moment of a slot says how the slot ends.
    if (next !== undefined && slotOf(next) === slot) return;
    const exists = Number(atMs < end);
    const active = Number(exists === 1 && isConfigured(life, atMs));
    if (exists !== assets || active !== activeAssets) {
      changes.push({ slot, assets: exists - assets, activeAssets: active - activeAssets });
    }
    [assets, activeAssets] = [exists, active];
  });
  return changes;
}

function isConfigured({ configured, togglesAtMs }: AssetLife, atMs: number): boolean {
  const later = togglesAtMs.filter((toggleMs) => toggleMs > atMs).length;
  return later % 2 === 0 ? configured : !configured;
}
