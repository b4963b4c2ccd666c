import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";

const PAUSE_MS = 1_000;

/**
 * Waits until the collector's jobs have looked at every member of a new workspace. Until then they take a third of a processor,
 * some 20 minutes for 200,000 members.
 * @param path the store's file.
 */
export async function waitForRest(path: string): Promise<void> {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const isLeft = database.prepare("SELECT 1 FROM dirty_members LIMIT 1");
    while (isLeft.get() !== undefined) await wait(PAUSE_MS);
  } finally {
    database.close();
  }
}
