import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { EXAMPLES } from "../test-support/pushed-examples.ts";
import { ALL, cell, NOW_MS, row, SLOT, sorted } from "../test-support/harness.ts";
import type { PushKind } from "../pushed.ts";
import { makeReadyPlace } from "./test-support/sqlite-place.ts";

const ID = "uma-whittaker";
const NAME = "Uma Whittaker";
const EMAIL = "uma@whittaker.test";
/** Who decided what about whom, in the words of then. */
const LOG = "audit";

/** Every column, of whatever table, in which the person can be found. */
function traces(database: DatabaseSync): readonly string[] {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  return tables
    .map(({ name }) => String(name))
    .filter((table) => table !== LOG)
    .flatMap((table) =>
      database
        .prepare("SELECT name FROM pragma_table_info(?)")
        .all(table)
        .map(({ name }) => `"${table}"."${String(name)}"`)
        .filter((column) =>
          [ID, NAME, EMAIL].some(
            (text) =>
              database.prepare(`SELECT 1 FROM "${table}" WHERE instr(${column}, ?) > 0`).get(text) !== undefined,
          ),
        ),
    );
}

test("who somebody is stands in two places, and every sum is the same without it", async () => {
  const place = makeReadyPlace();
  const store = await place.open();
  const database = new DatabaseSync(place.path);
  onTestFinished(async () => {
    database.close();
    await store.close();
    await place.remove();
  });
  const { facts, records } = store;
  for (const [kind, { rows }] of Object.entries(EXAMPLES)) {
    const theirs = JSON.parse(JSON.stringify(rows).replaceAll('"u_1"', JSON.stringify(ID))) as never[];
    await facts.push(kind as PushKind, theirs, NOW_MS);
  }
  await facts.putUsers([{ id: ID, name: NAME, accounts: ["a"], attributes: { email: EMAIL } }]);
  await facts.mergeCells([cell({ account: "a", user: ID, actions: { sent: 2 } }), cell({ account: "a" })], NOW_MS);
  await facts.backfill("seed", [row({ account: "a", user: ID, slot: SLOT - 9_600 })], NOW_MS);
  const removal = { account: "a", user: ID, feature: "calendars", reason: null, actor: "Maya", atMs: NOW_MS };
  await records.removeFromStage(removal);
  await records.answerRelevance({ ...removal, reason: "Not theirs" });

  const sums = async () => ({
    totals: sorted(await facts.totals({ scope: ALL, by: ["account", "feature"] })),
    actions: sorted(await facts.actionTotals({ scope: ALL, by: ["account"] })),
    people: (await facts.users(ALL)).length,
    found: await facts.verify(),
  });
  const before = await sums();
  expect(before.found).toEqual([]);
  expect(traces(database).toSorted()).toEqual(['"people"."attributes"', '"people"."name"', '"users"."key"']);

  database.prepare("DELETE FROM people WHERE user = (SELECT id FROM users WHERE key = ?)").run(ID);
  database.prepare("UPDATE users SET key = 'somebody' WHERE key = ?").run(ID);
  expect(traces(database)).toEqual([]);
  expect(await sums()).toEqual(before);
});
