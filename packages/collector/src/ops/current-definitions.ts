import { compileDefinitions, type CompiledDefinitions } from "../domain/compile-definitions.ts";
import type { Records } from "../store/records.ts";
import { createTimedCache, type TimedCache } from "./timed-cache.ts";

/** Another process may store definitions, so what this one knows is never older than this. */
const MAX_AGE_MS = 2_000;

/** The stored definitions, compiled, read at most every two seconds; empty ones of version 0 before the first. */
export function createCurrentDefinitions(records: Records, now: () => number): TimedCache<CompiledDefinitions> {
  return createTimedCache(
    async () => {
      const stored = await records.definitions();
      return compileDefinitions(stored?.definitions ?? { features: {} }, stored?.version ?? 0);
    },
    MAX_AGE_MS,
    now,
  );
}
