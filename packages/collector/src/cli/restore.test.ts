import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ALL, cell, NOW_MS } from "../store/test-support/harness.ts";
import { createSqliteStore } from "../store/sqlite/create-sqlite-store.ts";
import { useCommandLine } from "./test-support/use-command-line.ts";

function useFolder() {
  const { folder, path, run, withStore } = useCommandLine(NOW_MS);
  const write = (visits: number) => withStore(({ facts }) => facts.mergeCells([cell({ visits })], NOW_MS));
  const visits = (): Promise<number | undefined> =>
    withStore(async ({ facts }) => {
      expect(await facts.verify()).toEqual([]);
      return (await facts.totals({ scope: ALL, by: [] }))[0]?.visits;
    });
  return { folder, path, run, withStore, write, visits, backup: join(folder, "backup.db") };
}

describe("uptake backup and restore", () => {
  test("bring back what there was, and keep beside it what there was last", async () => {
    const { folder, run, write, visits, backup } = useFolder();
    await write(3);
    const made = await run("backup", backup);
    expect(made).toMatchObject({ code: 0, err: "" });
    expect(made.out).toMatch(
      /Backed up .*uptake\.db to .*backup\.db, checked: 0\.\d MB, schema version \d+, last cell 2026/,
    );
    await write(8);
    expect(await run("restore", backup)).toMatchObject({ code: 1, err: expect.stringContaining("With --force") });
    expect(await visits()).toBe(8);
    const restored = await run("restore", backup, "--force");
    expect(restored).toMatchObject({ code: 0, err: "" });
    expect(await visits()).toBe(3);
    const aside = /What was there is now (\S+)\.$/.exec(restored.out)?.[1] ?? "";
    const kept = await createSqliteStore({ path: aside, now: () => NOW_MS });
    expect(await kept.facts.totals({ scope: ALL, by: [] })).toMatchObject([{ visits: 8 }]);
    await kept.close();
    expect(readdirSync(join(folder, "store")).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("make a store where there is none", async () => {
    const { path, run, write, visits, backup } = useFolder();
    await write(3);
    await run("backup", backup);
    rmSync(path);
    expect(await run("restore", backup)).toMatchObject({ code: 0 });
    expect(await visits()).toBe(3);
  });

  test("restore refuses while somebody has the store open, and changes nothing", async () => {
    const { run, withStore, write, visits, backup } = useFolder();
    await write(3);
    await run("backup", backup);
    await withStore(async ({ facts }) => {
      await facts.mergeCells([cell({ visits: 9 })], NOW_MS);
      const refused = await run("restore", backup, "--force");
      expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/open in another process.*End that first/) });
      await facts.mergeCells([cell({ visits: 10 })], NOW_MS);
    });
    expect(await visits()).toBe(10);
  });

  test("restore puts a backup in the place of a damaged store, which is kept", async () => {
    const { folder, path, run, write, visits, backup } = useFolder();
    await write(3);
    await run("backup", backup);
    writeFileSync(path, "no database at all".repeat(1_000));
    expect(await run("restore", backup, "--force")).toMatchObject({ code: 0, err: "" });
    expect(await visits()).toBe(3);
    const aside = readdirSync(join(folder, "store")).find((name) => name.includes(".until-")) ?? "";
    expect(readFileSync(join(folder, "store", aside), "utf8")).toContain("no database at all");
  });

  test("restore refuses a damaged backup and leaves the store as it is", async () => {
    const { run, write, visits, backup } = useFolder();
    await write(3);
    await run("backup", backup);
    const bytes = readFileSync(backup);
    bytes.fill(0x5a, 4_096, 4_096 * 3);
    writeFileSync(backup, bytes);
    const refused = await run("restore", backup, "--force");
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("Nothing was restored.") });
    expect(await visits()).toBe(3);
  });

  test("backup overwrites nothing and says so", async () => {
    const { path, run, write, backup } = useFolder();
    await write(1);
    writeFileSync(backup, "precious");
    expect(await run("backup", backup)).toMatchObject({ code: 1, err: expect.stringContaining("backup.db exists") });
    expect(await run("backup", path)).toMatchObject({ code: 1, err: expect.stringContaining("uptake.db exists") });
    expect(readFileSync(backup, "utf8")).toBe("precious");
  });

  test("backup of a store that isn't there makes none", async () => {
    const { path, run, backup } = useFolder();
    expect(await run("backup", backup)).toMatchObject({ code: 1, err: expect.stringContaining("There is no file") });
    expect([existsSync(path), existsSync(backup)]).toEqual([false, false]);
  });
});
