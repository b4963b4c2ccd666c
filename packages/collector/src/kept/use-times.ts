import type { DatabaseSync } from "node:sqlite";
import type { KeptPart } from "../api/reading/kept.ts";
import { median } from "../domain/usage/median.ts";

/** How long people used each feature in a period, ms, while everybody is counted: afterwards only the medians are needed. */
export const TIMES_TABLE = `
  CREATE TABLE IF NOT EXISTS use_times (part TEXT NOT NULL, feature TEXT NOT NULL, times BLOB NOT NULL) STRICT;
`;

/** The time of each of some people, by feature. */
export type UseTimes = ReadonlyMap<string, readonly number[]>;

/** Collects them, piece by piece. */
export interface UseTimesWriter {
  add(part: KeptPart, times: UseTimes): void;
  /** What `Kept.medians` says of a part, of all that was added to it. */
  medians(part: KeptPart): ReadonlyMap<string, number>;
  clear(): void;
}

/** Prepares the statements on a connection. */
export function createUseTimesWriter(database: DatabaseSync): UseTimesWriter {
  const add = database.prepare("INSERT INTO use_times (part, feature, times) VALUES (?, ?, ?)");
  const select = database.prepare("SELECT feature, times FROM use_times WHERE part = ?");
  const clear = database.prepare("DELETE FROM use_times");
  return {
    add(part, times) {
      for (const [feature, own] of times) add.run(part, feature, new Uint8Array(Float64Array.from(own).buffer));
    },
    medians(part) {
      const all = new Map<string, number[]>();
      for (const { feature, times } of select.all(part)) {
        const own = all.get(String(feature)) ?? [];
        all.set(String(feature), own);
        // At an address of its own, as numbers need one that is a multiple of their length.
        for (const time of new Float64Array((times as Uint8Array).slice().buffer)) own.push(time);
      }
      return new Map([...all].map(([feature, own]) => [feature, median(own) ?? 0]));
    },
    clear: () => void clear.run(),
  };
}
