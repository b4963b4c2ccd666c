import { dayOf, createCalendarMemory } from "../../domain/workspace-calendar.ts";
import { compileDefinitions } from "../../domain/compile-definitions.ts";
import type { Definitions } from "../../domain/definitions/definitions.ts";
import type { ReadParts } from "../../api/reading/reading.ts";
import { openLocalReader } from "../../store/sqlite/local-reader.ts";
import { createKeeper } from "../keeper.ts";
import { keptPath, openForKeeping } from "../kept-file.ts";
import { openKeptShelf } from "../kept-shelf.ts";
import { createKeptWriter } from "../write-kept.ts";

/** A store's file, with figures kept of it. */
export interface KeptWorkspace {
  /** To read with what is kept, and without. */
  readonly kept: ReadParts;
  readonly live: ReadParts;
  /** Counts what has changed; how many accounts these were. */
  keepUp(): Promise<number>;
  close(): void;
}

/**
 * Counts everything of a store once.
 * @param now clock, Unix ms.
 * @param given in place of the definitions that are stored.
 */
export async function keepWorkspace(path: string, now: () => number, given?: Definitions): Promise<KeptWorkspace> {
  const reader = openLocalReader(path);
  const stored = await reader.records.definitions();
  const definitions = compileDefinitions(given ?? stored?.definitions ?? { features: {} }, stored?.version ?? 0);
  const { timeZone } = await reader.facts.watermark({ kind: "all" });
  const live: ReadParts = {
    facts: reader.facts,
    records: reader.records,
    definitions: async () => definitions,
    calendarOf: createCalendarMemory(),
    now,
  };
  const day = dayOf(now(), live.calendarOf(timeZone));
  const file = openForKeeping(keptPath(path, { day, definitionVersion: definitions.version, timeZone }));
  const { news, atOneMoment } = reader;
  const keeper = createKeeper({ ...live, news, atOneMoment }, createKeptWriter(file));
  await keeper.keepUp(async () => true);
  // However few accounts are looked at.
  const shelf = openKeptShelf(path, 0);
  return {
    live,
    kept: { ...live, kept: shelf },
    keepUp: () => keeper.keepUp(async () => true),
    close() {
      shelf.close();
      file.close();
      reader.close();
    },
  };
}
