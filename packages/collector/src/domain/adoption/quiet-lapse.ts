import type { FeatureUse } from "./feature-use.ts";
import { livingState } from "./living-state.ts";

/**
 * Uses that fade without anybody noticing: a core feature that was adopted and is cooling now, 15 to 30 days since its last
 * use. Longest unused first.
 * @param core ids of the core features.
 */
export function quietLapses(
  uses: readonly FeatureUse[],
  core: ReadonlySet<string>,
  nowMs: number,
): readonly FeatureUse[] {
  return uses
    .filter(({ feature, stage }) => stage === "adopted" && core.has(feature))
    .filter(({ lastUsedAtMs }) => livingState(lastUsedAtMs, nowMs) === "cooling")
    .sort((one, other) => (one.lastUsedAtMs ?? 0) - (other.lastUsedAtMs ?? 0));
}
