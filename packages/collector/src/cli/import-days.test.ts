import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCommandLine } from "../cli.ts";
import { createSqliteStore } from "../store/sqlite/create-sqlite-store.ts";
import { ALL, NOW_MS } from "../store/test-support/harness.ts";
import type { CommandLineUnderTest } from "./test-support/use-command-line.ts";
import { useFile } from "./test-support/use-file.ts";

describe("a day without a time", () => {
  const inNewYork = async ({ path, folder }: CommandLineUnderTest): Promise<void> => {
    mkdirSync(join(folder, "store"), { recursive: true });
    const store = await createSqliteStore({ path, now: () => NOW_MS, timeZone: "America/New_York" });
    await store.close();
  };
  const churnedIn = async ({ withStore }: CommandLineUnderTest): Promise<readonly (string | null)[]> =>
    withStore(async ({ facts }) =>
      (await facts.accounts(ALL)).map(({ churnedAt }) =>
        churnedAt === null ? null : new Date(churnedAt).toISOString(),
      ),
    );

  test("begins in the workspace's time zone, also where clocks are put back, and in a dry run", async () => {
    const line = useFile(
      "accounts.csv",
      "id,churnedAt",
      // Clocks are put back on the first.
      "a,2026-11-01",
      "b,2026-11-02",
      "c,2026-11-02T00:00Z",
    );
    await inNewYork(line);
    const dry = await line.run("import", line.file, "--kind", "accounts", "--dry-run");
    expect(dry).toMatchObject({ code: 0, out: expect.stringContaining("Would create 3") });
    await line.run("import", line.file, "--kind", "accounts");
    const churned = ["2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z", "2026-11-02T00:00:00.000Z"];
    expect(await churnedIn(line)).toEqual(churned);
    // A day later than what was told by the moment, said by a dry run as the moment that it is.
    writeFileSync(line.file, "account,inRoster,churnedAt\na,true,2026-11-02\n");
    expect((await line.run("import", line.file, "--kind", "accounts", "--dry-run")).out).toContain(
      'churnedAt "2026-11-01T04:00:00.000Z" → "2026-11-02T05:00:00.000Z"',
    );
    const october = await line.run(
      "export",
      "accounts",
      "--from",
      "2026-10-01",
      "--to",
      "2026-10-31",
      "--churned",
      "false",
    );
    expect(
      october.out
        .split("\n")
        .slice(1)
        .map((row) => row.split(",")[0]),
    ).toEqual(["a", "b", "c"]);
  });

  test("begins in the zone that the environment names, which is in force once the collector is started", async () => {
    const line = useFile("accounts.csv", "id,churnedAt", "a,2026-11-01");
    const words = ["import", line.file, "--kind", "accounts"];
    const environment = { UPTAKE_STORE: `sqlite:${line.path}`, UPTAKE_TIME_ZONE: "Europe/Berlin" };
    expect(await runCommandLine(words, environment, { print: () => undefined, warn: () => undefined })).toBe(0);
    expect(await churnedIn(line)).toEqual(["2026-10-31T23:00:00.000Z"]);
  });
});
