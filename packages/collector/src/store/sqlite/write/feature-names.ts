import type { DatabaseSync } from "node:sqlite";
import { prepareArrays } from "../database.ts";

/** What pages call the features that they name themselves. */
export interface FeatureNames {
  /** Takes over a name, unless one of a newer slot is known. Nothing is written where name and slot are known already. */
  learn(feature: number, name: string, slot: number): void;
}

/** A name and the newest slot in which it was given; null and -1: none was ever given. */
type KnownName = readonly [name: string | null, slot: number];

/** Prepares the statements on a connection. Remembers all of them: there can't be many features. */
export function createFeatureNames(database: DatabaseSync): FeatureNames & { forget(): void } {
  const select = prepareArrays(database, "SELECT name, coalesce(name_slot, -1) FROM features WHERE id = ?");
  const update = database.prepare("UPDATE features SET name = ?, name_slot = ? WHERE id = ?");
  const memory = new Map<number, KnownName>();
  return {
    learn(feature, name, slot) {
      const known = memory.get(feature) ?? (select.get(feature) as unknown as KnownName);
      const [knownName, knownSlot] = known;
      const isNews = slot > knownSlot || (slot === knownSlot && name !== knownName);
      if (isNews) update.run(name, slot, feature);
      memory.set(feature, isNews ? [name, slot] : known);
    },
    forget: () => memory.clear(),
  };
}
