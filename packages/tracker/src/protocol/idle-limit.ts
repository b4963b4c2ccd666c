/** The longest gap between two signs of life that still counts. `none`: however long. */
export type IdleLimit = "30s" | "60s" | "120s" | "none";

/** In the order of every cell's `activeMs`: `activeMs[i]` is measured under `IDLE_LIMITS[i]`. */
export const IDLE_LIMITS: readonly IdleLimit[] = ["30s", "60s", "120s", "none"];

/** The lengths of {@link IDLE_LIMITS} in milliseconds. */
export const IDLE_LIMITS_MS: readonly number[] = [30_000, 60_000, 120_000, Infinity];

/** The workspace's choice when its definitions name none. */
export const DEFAULT_IDLE_LIMIT: IdleLimit = "60s";

/** Active time in milliseconds under the four idle limits. Never decreasing from left to right. */
export type ActiveMs = readonly [number, number, number, number];
