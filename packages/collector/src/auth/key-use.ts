import type { KeyRecord, Records } from "../store/records.ts";

/** How exactly it is known when a key last served: each one costs a write an hour, and no request waits for it. */
const EVERY_MS = 3_600_000;

/**
 * Notes that a key has served, at most once an hour for each.
 * @returns a function that only looks at a clock, but for that once; a store that can't write now costs the note, nothing else.
 */
export function createKeyUse(records: Pick<Records, "useKey">, now: () => number): (record: KeyRecord) => void {
  const noted = new Map<string, number>();
  return ({ id, lastUsedAtMs }) => {
    const nowMs = now();
    if (nowMs - Math.max(noted.get(id) ?? 0, lastUsedAtMs ?? 0) < EVERY_MS) return;
    noted.set(id, nowMs);
    records.useKey(id, nowMs).catch(() => undefined);
  };
}
