import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { ALL, cell, NOW_MS, row, SLOT } from "../test-support/harness.ts";
import type { SqliteStore } from "./create-sqlite-store.ts";
import { MIGRATIONS } from "./migrations.ts";
import { MAX_QUARANTINED } from "./write/quarantine.ts";
import { makeSqlitePlace, type SqlitePlace } from "./test-support/sqlite-place.ts";
import { createSqliteStore } from "./create-sqlite-store.ts";

function usePlace(): SqlitePlace {
  const place = makeSqlitePlace();
  onTestFinished(() => place.remove());
  return place;
}

async function useStore(place = usePlace()): Promise<SqliteStore> {
  const store = await place.open();
  onTestFinished(() => store.close());
  return store;
}

/** Looks at the file, or changes it, behind the store's back. */
function withFile<Result>(path: string, look: (database: DatabaseSync) => Result): Result {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path);
  try {
    return look(database);
  } finally {
    database.close();
  }
}

describe("the SQLite store", () => {
  test("syncs each commit to the disk, in a file that says whose it is", async () => {
    const place = usePlace();
    await useStore(place);
    withFile(place.path, (database) => {
      expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
      expect(database.prepare("PRAGMA application_id").get()).toEqual({ application_id: 0x5570746b });
      expect(database.prepare("PRAGMA user_version").get()).toEqual({ user_version: MIGRATIONS.length });
      expect(database.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
    });
  });

  test("answers with all that it has acknowledged, however much of it comes at once", async () => {
    const place = usePlace();
    const { facts, records, catchUp } = await useStore(place);
    const visits = async () => (await facts.totals({ scope: ALL, by: [] }))[0]?.visits;
    const deferred = () =>
      withFile(place.path, (database) => database.prepare("SELECT count(*) AS count FROM deferred_changes").get());
    const crowd = (slot: number) =>
      Promise.all(
        Array.from({ length: 200 }, (_, user) => facts.mergeCells([cell({ user: `u_${user}`, slot })], NOW_MS)),
      );
    for (let slot = SLOT; slot > SLOT - 5; slot--) {
      await crowd(slot);
      expect(await visits()).toBe(200 * (SLOT - slot + 1));
    }
    await crowd(SLOT - 5);
    await catchUp();
    expect(deferred()).toEqual({ count: 0 });
    const rules = { definitionVersion: 0, rules: "" };
    const taken = await records.takeDirtyMembers({ rules, limit: 1_000, cursor: null, nowMs: NOW_MS });
    expect(taken).toMatchObject({ kind: "taken", members: { length: 200 } });
  });

  test("catches up by itself when nobody asks for anything", async () => {
    const place = usePlace();
    const { facts } = await useStore(place);
    const crowd = Array.from({ length: 200 }, (_, user) => facts.mergeCells([cell({ user: `u_${user}` })], NOW_MS));
    await Promise.all(crowd);
    const sums = () =>
      withFile(place.path, (database) => database.prepare("SELECT sum(visits) AS visits FROM feature_days").get());
    await expect.poll(sums).toEqual({ visits: 200 });
  });

  test("opened anew, it has in its sums what was still to be added when it ended", async () => {
    const place = usePlace();
    const store = await place.open();
    await Promise.all(
      Array.from({ length: 200 }, (_, user) => store.facts.mergeCells([cell({ user: `u_${user}` })], NOW_MS)),
    );
    const other = await useStore(place);
    expect(await other.facts.totals({ scope: ALL, by: [] })).toMatchObject([{ visits: 200 }]);
    await store.close();
    expect(await other.facts.totals({ scope: ALL, by: [] })).toMatchObject([{ visits: 200 }]);
  });

  test("keeps what it refused, with the reason, and what a door refused; the newest, up to a limit", async () => {
    const place = usePlace();
    const { facts } = await useStore(place);
    await facts.mergeCells([cell({ slot: 5 })], NOW_MS);
    const nothing = { writer: null, account: null, user: null, feature: null, slot: null };
    await facts.quarantine([{ reason: "malformed", ...nothing, feature: "x".repeat(1_000) }], NOW_MS + 1);
    const kept = () => withFile(place.path, (database) => database.prepare("SELECT * FROM quarantine").all());
    const refused = { account: "acme", user: "u_1", feature: "calendars", slot: 5, writer: cell().writer };
    expect(kept()).toEqual([
      { id: 1, received_at_ms: NOW_MS, reason: "slot_too_old", ...refused },
      { id: 2, received_at_ms: NOW_MS + 1, reason: "malformed", ...nothing, feature: "x".repeat(128) },
    ]);
    const flood = Array.from({ length: MAX_QUARANTINED }, () => ({ reason: "erased", ...nothing }) as const);
    await facts.quarantine(flood, NOW_MS + 2);
    expect(kept()).toHaveLength(MAX_QUARANTINED);
    expect(new Set(kept().map(({ reason }) => reason))).toEqual(new Set(["erased"]));
  });

  test.for([
    ["feature_days", "visits"],
    ["account_days", "active_30s_ms"],
    ["account_feature_days", "active_60s_ms"],
    ["member_days", "active_120s_ms"],
    ["member_feature_days", "active_none_ms"],
    ["action_days", "count"],
    ["account_action_days", "count"],
    ["member_action_days", "count"],
  ] as const)("finds each difference of %s: too much, too little and too many rows", async ([table, counter]) => {
    const place = usePlace();
    const { facts } = await useStore(place);
    await facts.mergeCells([cell({ actions: { sent: 2 } })], NOW_MS);
    await facts.backfill("seed", [row({ slot: SLOT - 9_600, actions: { sent: 1 } })], NOW_MS);
    expect(await facts.verify()).toEqual([]);
    withFile(place.path, (database) => {
      database.exec(`
        CREATE TEMP TABLE extra AS SELECT * FROM ${table} LIMIT 1;
        UPDATE extra SET day = 1;
        INSERT INTO ${table} SELECT * FROM extra;
        UPDATE ${table} SET ${counter} = ${counter} + 7 WHERE day = (SELECT max(day) FROM ${table});
        DELETE FROM ${table} WHERE day = (SELECT min(day) FROM ${table} WHERE day > 1)`);
    });
    const found = (await facts.verify()).toSorted((one, other) => (one.key < other.key ? -1 : 1));
    expect(found).toMatchObject([
      { table, key: expect.stringContaining("day 1970-01-02"), recomputed: "missing" },
      { table, key: expect.stringContaining("day 2026-08-10"), stored: "missing" },
      { table, key: expect.stringContaining("day 2026-11-18") },
    ]);
    expect(found[2]).not.toMatchObject({ stored: "missing" });
  });

  test("shares its file with other processes that write, fold and count anew", async () => {
    const place = usePlace();
    const [first, second] = [await useStore(place), await useStore(place)];
    const writes = Array.from({ length: 20 }, (_, index) =>
      [first, second].map(({ facts }, which) =>
        facts.mergeCells([cell({ user: `u_${index}`, writer: `writer-${which}`, slot: SLOT - index })], NOW_MS),
      ),
    );
    await Promise.all(writes.flat());
    await second.facts.fold(SLOT - 5);
    // The first one still remembers writers that folding has removed.
    expect(
      await first.facts.mergeCells([cell({ slot: SLOT - 6 }), cell({ user: "u_19", writer: "writer-0" })], NOW_MS),
    ).toEqual(["slot_too_old", null]);
    await second.facts.fold(SLOT + 1);
    expect(await first.facts.totals({ scope: ALL, by: [] })).toMatchObject([{ visits: 41 }]);
    expect(await first.facts.verify()).toEqual([]);
  });

  test("answers what was asked before it closes, refuses what comes after, and closes once", async () => {
    const store = await usePlace().open();
    const pending = store.facts.mergeCells([cell()], NOW_MS);
    const reading = store.facts.totals({ scope: ALL, by: [] });
    const closing = store.close();
    expect(await pending).toEqual([null]);
    expect(await reading).toHaveLength(1);
    await closing;
    await store.facts.close();
    await store.records.close();
    const closed = { name: "StoreUnavailableError", kind: "closed" };
    await expect(store.facts.mergeCells([cell()], NOW_MS)).rejects.toMatchObject(closed);
    await expect(store.facts.totals({ scope: ALL, by: [] })).rejects.toMatchObject(closed);
    await expect(store.facts.verify()).rejects.toMatchObject(closed);
    await expect(store.records.keys()).rejects.toMatchObject(closed);
  });

  test("refuses a file of another program, and leaves it as it was", async () => {
    const place = usePlace();
    withFile(place.path, (database) => database.exec("CREATE TABLE theirs (x)"));
    await expect(place.open()).rejects.toThrow(/another program/);
    const mode = withFile(place.path, (database) => database.prepare("PRAGMA journal_mode").get());
    expect(mode).toEqual({ journal_mode: "delete" });
  });

  test("brings a file of an older version up to date, and keeps what is in it", async () => {
    const place = usePlace();
    withFile(place.path, (database) => {
      database.exec(MIGRATIONS[0] ?? "");
      database.exec("PRAGMA application_id = 0x5570746b; PRAGMA user_version = 1");
      database.exec("INSERT INTO features (key, defined) VALUES ('calendars', 1), ('link:help', 0)");
    });
    const { facts } = await useStore(place);
    await facts.mergeCells([cell({ feature: "link:help", name: "Help centre" })], NOW_MS);
    const features = withFile(place.path, (database) => database.prepare("SELECT * FROM features").all());
    expect(features).toEqual([
      { id: 1, key: "calendars", defined: 1, name: null, name_slot: null },
      { id: 2, key: "link:help", defined: 0, name: "Help centre", name_slot: SLOT },
    ]);
  });

  test("writes a feature's name when it is news, once a slot, and nothing of the kind for other cells", async () => {
    const place = usePlace();
    const { facts } = await useStore(place);
    await facts.mergeCells([cell(), cell({ feature: "link:help" })], NOW_MS);
    withFile(place.path, (database) => {
      database.exec(`
        CREATE TABLE written (name TEXT, slot INTEGER);
        CREATE TRIGGER watch AFTER UPDATE ON features BEGIN INSERT INTO written VALUES (new.name, new.name_slot); END`);
    });
    const named = (slot: number, name: string, user: string) => cell({ feature: "link:help", slot, name, user });
    const crowd = Array.from({ length: 50 }, (_, index) => [
      cell({ user: `u_${index}` }),
      named(SLOT - 1, "Help", `u_${index}`),
      named(SLOT - 2, "Old help", `u_${index}`),
    ]);
    for (const cells of crowd) await facts.mergeCells(cells, NOW_MS);
    await facts.mergeCells([named(SLOT, "Help", "u_1"), named(SLOT, "Help centre", "u_2")], NOW_MS);
    const written = withFile(place.path, (database) => database.prepare("SELECT name, slot FROM written").all());
    expect(written).toEqual([
      { name: "Help", slot: SLOT - 1 },
      { name: "Help", slot: SLOT },
      { name: "Help centre", slot: SLOT },
    ]);
  });

  test("says why, when its file can't be opened", async () => {
    const place = usePlace();
    mkdirSync(place.path, { recursive: true });
    await expect(place.open()).rejects.toMatchObject({
      name: "StoreUnavailableError",
      kind: "failed",
      message: expect.stringContaining("unable to open database file"),
    });
  });

  test("refuses a file of a newer version", async () => {
    const place = usePlace();
    await (await place.open()).close();
    withFile(place.path, (database) => database.exec("PRAGMA user_version = 999"));
    await expect(place.open()).rejects.toThrow(/schema version 999/);
  });

  test("keeps its time zone when it is opened without one, and begins with UTC", async () => {
    const place = usePlace();
    const zoneOf = async (timeZone?: string): Promise<string> => {
      const store = await createSqliteStore({ path: place.path, now: () => NOW_MS, ...(timeZone && { timeZone }) });
      const { timeZone: inForce } = await store.facts.watermark(ALL);
      await store.close();
      return inForce;
    };
    expect(await zoneOf()).toBe("UTC");
    expect(await zoneOf("Europe/Berlin")).toBe("Europe/Berlin");
    expect(await zoneOf()).toBe("Europe/Berlin");
  });

  test("refuses a time zone that does not exist", async () => {
    await expect(usePlace().open({ timeZone: "Mars/Olympus" })).rejects.toThrow(/no time zone "Mars\/Olympus"/);
  });

  test("writes the audit log", async () => {
    const place = usePlace();
    const { records } = await useStore(place);
    await records.audit({ atMs: NOW_MS, actor: "Maya", action: "key.revoked", subject: "pk_1" });
    const entries = withFile(place.path, (database) => database.prepare("SELECT * FROM audit").all());
    expect(entries).toEqual([{ id: 1, at_ms: NOW_MS, actor: "Maya", action: "key.revoked", subject: "pk_1" }]);
  });
});
