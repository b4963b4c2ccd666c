import type { RandomBytes } from "../auth/secrets.ts";
import type { DataFile } from "../store/sqlite/data-file/inspect-data-file.ts";

/** What an operator may want to know of a data file, in half a sentence. */
export function describeDataFile({ schemaVersion, sizeBytes, lastReceivedAtMs }: DataFile): string {
  const last = lastReceivedAtMs === null ? "no cell yet" : `last cell ${new Date(lastReceivedAtMs).toISOString()}`;
  return `${(sizeBytes / 1_000_000).toFixed(1)} MB, schema version ${schemaVersion}, ${last}`;
}

/** A name beside a file that nobody else has. */
export function partNameOf(path: string, random: RandomBytes): string {
  return `${path}.${Buffer.from(random(6)).toString("hex")}.part`;
}
