import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import type { SnapshotPageQuery } from "../module-snapshots.ts";
import { ALL, NOW_MS, SLOT } from "../test-support/harness.ts";
import type { SqliteStore } from "./create-sqlite-store.ts";
import { MIGRATIONS } from "./migrations.ts";
import { ALL_ROLLUPS } from "./rollup-tables.ts";
import { answersOf } from "./test-support/data-files/answers.ts";
import { dumpOf } from "./test-support/data-files/dump.ts";
import { STORY_WATERMARK, STORY_ZONE, visits } from "./test-support/data-files/story.ts";
import { makeSqlitePlace, type SqlitePlace } from "./test-support/sqlite-place.ts";

const DATA_FILES = join(import.meta.dirname, "test-support/data-files");

/** Every version that a file out there may have; a new step needs the data file of the version that it ends. */
const EARLIER_VERSIONS = Array.from({ length: MIGRATIONS.length - 1 }, (_, index) => index + 1);

/** What the stores that wrote the files answered, where that is what an earlier one did. */
const ANSWERED_AS: Readonly<Record<number, number>> = { 2: 1, 7: 6, 8: 6 };

function answersThen(version: number): object {
  const name = `answers-${ANSWERED_AS[version] ?? version}.json`;
  return JSON.parse(readFileSync(join(DATA_FILES, name), "utf8")) as object;
}

function sqlOf(version: number): string {
  return readFileSync(join(DATA_FILES, `version-${version}.sql`), "utf8");
}

/** A place with the file that the store of an earlier version left. */
function placeOf(version: number): SqlitePlace {
  const place = makeSqlitePlace();
  onTestFinished(() => place.remove());
  mkdirSync(dirname(place.path), { recursive: true });
  withFile(place.path, (database) => database.exec(`PRAGMA journal_mode = WAL; BEGIN; ${sqlOf(version)} COMMIT`));
  return place;
}

function withFile<Result>(path: string, look: (database: DatabaseSync) => Result): Result {
  const database = new DatabaseSync(path);
  try {
    return look(database);
  } finally {
    database.close();
  }
}

async function open(place: SqlitePlace): Promise<SqliteStore> {
  const store = await place.open({ timeZone: STORY_ZONE });
  onTestFinished(() => store.close());
  return store;
}

describe.for(EARLIER_VERSIONS)("a data file of schema version %i", (version) => {
  test("answers every question as it did, and its rollups hold", async () => {
    const place = placeOf(version);
    const store = await open(place);
    expect(await answersOf(store)).toMatchObject(answersThen(version));
    expect(await store.facts.verify()).toEqual([]);
    expect((await store.facts.watermark(ALL)).timeZone).toBe(STORY_ZONE);
    const names = await store.facts.featureNames({ scope: ALL });
    expect(names).toEqual(version < 2 ? [] : [{ feature: "link:help", name: "Help 0" }]);
  });

  test("ends with the schema of a fresh file, and is whole", async () => {
    const [place, fresh] = [placeOf(version), makeSqlitePlace()];
    onTestFinished(() => fresh.remove());
    for (const opened of [place, fresh]) await (await open(opened)).close();
    const schemaOf = ({ path }: SqlitePlace) =>
      withFile(path, (database) => [
        database.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").all(),
        database.prepare("PRAGMA user_version").get(),
        database.prepare("PRAGMA application_id").get(),
      ]);
    expect(schemaOf(place)).toEqual(schemaOf(fresh));
    withFile(place.path, (database) => {
      expect(database.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
      expect(database.prepare("PRAGMA foreign_key_check").all()).toEqual([]);
    });
  });

  test("goes on: what browsers send again changes nothing, what is more counts, the rest is folded", async () => {
    const { facts } = await open(placeOf(version));
    const before = await facts.totals({ scope: ALL, by: [] });
    const sent = visits().flat();
    const refused = await facts.mergeCells(sent, NOW_MS);
    expect(refused).toEqual(sent.map(({ slot }) => (slot < STORY_WATERMARK ? "slot_too_old" : null)));
    expect(await facts.totals({ scope: ALL, by: [] })).toEqual(before);
    const newest = sent
      .filter(({ slot }) => slot === SLOT)
      .map((cell) => Object.assign(cell, { visits: cell.visits + 5 }));
    await facts.mergeCells(newest, NOW_MS);
    await facts.fold(SLOT + 2);
    const after = await facts.totals({ scope: ALL, by: [] });
    expect(after).toEqual([{ ...before[0], visits: (before[0]?.visits ?? 0) + 5 * newest.length }]);
    expect(await facts.verify()).toEqual([]);
  });

  test("stays as it is when a step fails half-way, and is brought up to date once the cause is gone", async () => {
    const place = placeOf(version);
    // Steps run in order: this is in the way of the last one, behind much of its work.
    withFile(place.path, (database) => database.exec("CREATE VIEW restatements_of_late AS SELECT 1"));
    const before = withFile(place.path, dumpOf);
    await expect(place.open()).rejects.toMatchObject({
      name: "StoreUnavailableError",
      message: expect.stringMatching(/already a table named restatements_of_late.*Nothing of this was written/),
    });
    expect(withFile(place.path, dumpOf)).toBe(before);
    withFile(place.path, (database) => database.exec("DROP VIEW restatements_of_late"));
    expect(await answersOf(await open(place))).toMatchObject(answersThen(version));
  });
});

test("snapshots that an earlier version kept are found in every order", async () => {
  const place = placeOf(7);
  withFile(place.path, (database) =>
    database.exec(`INSERT INTO module_snapshots VALUES
      ('late', 'sales', 1, 20002, 5, 'manual', 'Maya', 3, NULL, 4, 1),
      ('early', 'sales', 1, 20001, 5, 'scheduled', 'schedule', 0, '[]', 4, 1)`),
  );
  const { records } = await open(place);
  const ask = async (more: Pick<SnapshotPageQuery, "scope" | "sort">) => {
    const { rows } = await records.snapshotPage({ days: { from: 0, to: 99_999 }, limit: 9, offset: 0, ...more });
    return rows.map(({ id }) => id);
  };
  expect(await ask({ scope: ALL })).toEqual(["early", "late"]);
  expect(await ask({ scope: { kind: "only", accounts: ["acme"] } })).toEqual(["early", "late"]);
  expect(await ask({ scope: ALL, sort: { by: "active", descending: true } })).toEqual(["late", "early"]);
  const check = (database: DatabaseSync) => database.prepare("PRAGMA integrity_check").all();
  expect(withFile(place.path, check)).toEqual([{ integrity_check: "ok" }]);
});

test("a data file in which another time zone is being counted in begins with it anew", async () => {
  const place = placeOf(3);
  withFile(place.path, (database) => {
    const schema = database.prepare("SELECT sql FROM sqlite_schema WHERE name = ?");
    for (const { name } of ALL_ROLLUPS) {
      const sql = schema.get(name)?.["sql"];
      if (sql !== undefined) database.exec(String(sql).replace(`CREATE TABLE ${name}`, `CREATE TABLE ${name}_next`));
    }
    database.exec("UPDATE workspace SET next_time_zone = 'Asia/Tokyo', next_slot = -1, next_writer = -1");
    database.exec("UPDATE workspace SET next_account = -1, next_user = -1");
  });
  const store = await place.open({ timeZone: "Asia/Tokyo" });
  onTestFinished(() => store.close());
  const { facts, upkeep } = store;
  await facts.mergeCells(visits().flat(), NOW_MS);
  while ((await upkeep.timeZoneStep()) === "more");
  expect((await facts.watermark(ALL)).timeZone).toBe("Asia/Tokyo");
  expect(await facts.verify()).toEqual([]);
});

test("a data file of a newer version is refused with what to do, and left as it was", async () => {
  const place = placeOf(1);
  withFile(place.path, (database) => database.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`));
  const before = withFile(place.path, dumpOf);
  await expect(place.open()).rejects.toThrow(
    new RegExp(`schema version ${MIGRATIONS.length + 1}, and this program knows up to ${MIGRATIONS.length}`),
  );
  expect(withFile(place.path, dumpOf)).toBe(before);
});

test("a dump is a faithful copy of what it was made of", () => {
  for (const version of EARLIER_VERSIONS) {
    const copy = new DatabaseSync(":memory:");
    copy.exec(sqlOf(version));
    expect(dumpOf(copy)).toBe(sqlOf(version));
    copy.close();
  }
});
