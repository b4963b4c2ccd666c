import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ALL, cell, NOW_MS, row, SLOT } from "../../test-support/harness.ts";
import { createSqliteStore } from "../create-sqlite-store.ts";
import { makeSqlitePlace, type SqlitePlace } from "../test-support/sqlite-place.ts";
import { copyDataFile } from "./copy-data-file.ts";

function usePlace(): SqlitePlace {
  const place = makeSqlitePlace();
  onTestFinished(() => place.remove());
  return place;
}

const copy = (from: string, to: string) => copyDataFile({ from, to, partName: `${to}.part` });

describe("a copy of a data file", () => {
  test("holds everything that was acknowledged before, while it is being written to, and its rollups agree", async () => {
    const place = usePlace();
    const store = await place.open();
    onTestFinished(() => store.close());
    const { facts } = store;
    const load = { acknowledged: 0, isOn: true };
    const writeForEver = async (which: number): Promise<void> => {
      for (let user = 0; load.isOn; user++) {
        // No account takes as many new people a day as a fast disk.
        const [account, name] = [`a_${user % 100}`, `u_${which}_${user}`];
        await facts.mergeCells([cell({ account, user: name, actions: { sent: 1 } })], NOW_MS);
        load.acknowledged += 1;
        if (user % 7 === 0) await facts.backfill("seed", [row({ user: `u_${which}`, slot: SLOT - user * 50 })], NOW_MS);
        if (user % 20 === 0) await facts.fold(SLOT - 500 + (user % 400));
      }
    };
    const writing = Promise.all([0, 1, 2, 3].map(writeForEver));
    try {
      for (let turn = 0; turn < 3; turn++) {
        await vi.waitUntil(() => load.acknowledged >= (turn + 1) * 200, { timeout: 15_000 });
        const before = load.acknowledged;
        const path = join(dirname(place.path), `copy-${turn}.db`);
        await copy(place.path, path);
        const copied = await createSqliteStore({ path, now: () => NOW_MS });
        const actions = await copied.facts.actionTotals({ scope: ALL, by: [] });
        expect(actions.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(before);
        expect(await copied.facts.verify()).toEqual([]);
        await copied.close();
      }
    } finally {
      load.isOn = false;
      await writing;
    }
  });

  test("is one file that only its owner may read, and that can be read where nothing can be written", async () => {
    const place = usePlace();
    await (await place.open()).close();
    const folder = join(dirname(place.path), "backups");
    mkdirSync(folder);
    const to = join(folder, "copy.db");
    await copy(place.path, to);
    expect(readdirSync(folder)).toEqual(["copy.db"]);
    expect(statSync(to).mode & 0o777).toBe(0o600);
    chmodSync(folder, 0o500);
    const database = new DatabaseSync(to, { readOnly: true });
    expect(database.prepare("SELECT count(*) AS count FROM workspace").get()).toEqual({ count: 1 });
    database.close();
    chmodSync(folder, 0o700);
  });

  test("overwrites nothing, also what has come while it was made", async () => {
    const place = usePlace();
    await (await place.open()).close();
    const to = join(dirname(place.path), "precious");
    writeFileSync(to, "precious");
    await expect(copy(place.path, to)).rejects.toThrow(/precious exists\. Name a file that doesn't/);
    const makeWay = (): void => writeFileSync(to, "precious");
    await expect(copyDataFile({ from: place.path, to, partName: `${to}.part`, makeWay })).rejects.toThrow(
      /exists since/,
    );
    expect(readFileSync(to, "utf8")).toBe("precious");
    expect(existsSync(`${to}.part`)).toBe(false);
  });

  test("of a damaged file is not made, and the damage is told", async () => {
    const place = usePlace();
    const store = await place.open();
    const cells = Array.from({ length: 2_000 }, (_, index) => cell({ user: `u_${index}` }));
    await store.facts.mergeCells(cells, NOW_MS);
    await store.close();
    const bytes = readFileSync(place.path);
    bytes.fill(0x5a, 4_096 * 60, 4_096 * 64);
    writeFileSync(place.path, bytes);
    const to = join(dirname(place.path), "copy.db");
    await expect(copy(place.path, to)).rejects.toThrow(/is damaged: .*Use another copy/s);
    expect(readdirSync(dirname(place.path)).filter((name) => name.startsWith("copy"))).toEqual([]);
  });

  test.for([
    ["nothing", undefined, /There is no file/],
    ["a text", "CREATE TABLE notes", /file is not a database/],
  ] as const)("of %s is refused", async ([, content, message]) => {
    const place = usePlace();
    mkdirSync(dirname(place.path), { recursive: true });
    if (content !== undefined) writeFileSync(place.path, content.repeat(100));
    await expect(copy(place.path, join(dirname(place.path), "copy.db"))).rejects.toThrow(message);
  });

  test("of another program's file, or of a newer version's, is refused", async () => {
    const place = usePlace();
    await (await place.open()).close();
    const database = new DatabaseSync(place.path);
    database.exec("PRAGMA user_version = 999");
    await expect(copy(place.path, `${place.path}.copy`)).rejects.toThrow(/schema version 999/);
    database.exec("PRAGMA application_id = 7");
    await expect(copy(place.path, `${place.path}.copy`)).rejects.toThrow(/another program \(application id 7/);
    database.close();
  });
});
