/** A value that is read again when it is too old. */
export interface TimedCache<Value> {
  /** The value, not older than `maxAgeMs`; the cache's own age limit unless given. Rejects as the reading does. */
  get(maxAgeMs?: number): Promise<Value>;
  /** Makes the next `get` read again. */
  clear(): void;
}

/**
 * Keeps what `load` returned. Many who ask at once share one reading; a reading that failed is not kept.
 * @param now clock, Unix ms.
 */
export function createTimedCache<Value>(
  load: () => Promise<Value>,
  defaultMaxAgeMs: number,
  now: () => number,
): TimedCache<Value> {
  let kept: { readonly value: Promise<Value>; readonly readAtMs: number } | null = null;
  return {
    get(maxAgeMs = defaultMaxAgeMs) {
      const nowMs = now();
      // A clock that was set back must not keep a value for ever.
      if (kept !== null && nowMs >= kept.readAtMs && nowMs - kept.readAtMs <= maxAgeMs) return kept.value;
      const value = load();
      const mine = { value, readAtMs: nowMs };
      kept = mine;
      value.catch(() => {
        if (kept === mine) kept = null;
      });
      return value;
    },
    clear() {
      kept = null;
    },
  };
}
