import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { NOW_MS } from "../../../test-support/harness.ts";
import { createSqliteStore } from "../../create-sqlite-store.ts";
import { MIGRATIONS } from "../../migrations.ts";
import { answersOf } from "./answers.ts";
import { dumpOf } from "./dump.ts";
import { STORY_ZONE, tellStory } from "./story.ts";

/**
 * Writes `version-N.sql` beside this file, the data file that this version of the store makes of the story, and
 * `answers-N.json`, what it answers about it; the next versions answer the same of this file. Run it before a migration step is added, never
 * after, and format its answers:
 * `node --conditions=uptake-source packages/collector/src/store/sqlite/test-support/data-files/make-data-file.ts`
 */
const folder = mkdtempSync(join(tmpdir(), "uptake-data-file-"));
const path = join(folder, "uptake.db");
const open = () => createSqliteStore({ path, timeZone: STORY_ZONE, now: () => NOW_MS });
const store = await open();
await tellStory(store);
const answers = await answersOf(store);
await store.close();
const database = new DatabaseSync(path);
writeFileSync(join(import.meta.dirname, `version-${MIGRATIONS.length}.sql`), dumpOf(database));
writeFileSync(join(import.meta.dirname, `answers-${MIGRATIONS.length}.json`), `${JSON.stringify(answers, null, 2)}\n`);
database.close();
rmSync(folder, { recursive: true });
