import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { createPublicKey } from "../auth/keys.ts";
import { cell } from "../store/test-support/harness.ts";
import type { SqliteStore } from "../store/sqlite/create-sqlite-store.ts";
import { useCommandLine, type CommandLineUnderTest } from "./test-support/use-command-line.ts";

const NOW_MS = Date.now();
const SLOT = Math.floor(NOW_MS / 900_000);

/** A store in which nothing is amiss. */
async function useHealthyStore(also: (store: SqliteStore) => Promise<unknown> = async () => null) {
  const commandLine = useCommandLine(NOW_MS);
  await commandLine.withStore(async (store) => {
    const { facts, records } = store;
    await facts.mergeCells([cell({ slot: SLOT, actions: { sent: 1 } }), cell({ slot: SLOT - 96 })], NOW_MS);
    const definitions = { features: { calendars: { name: "Calendars" } } };
    await records.applyDefinitions({ definitions, fileHash: null, appliedAtMs: NOW_MS });
    await records.createKey(createPublicKey([], randomBytes, NOW_MS).record);
    await also(store);
  });
  return commandLine;
}

function change({ path }: CommandLineUnderTest, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

describe("uptake doctor", () => {
  test("ends with 0 and a page of lines when nothing is amiss", async () => {
    const commandLine = await useHealthyStore();
    const { code, out, err } = await commandLine.run("doctor");
    expect({ code, err, acts: out.split("\n").filter((line) => !line.startsWith("ok")) }).toEqual({
      code: 0,
      err: "",
      acts: [commandLine.path],
    });
    for (const line of [
      "File: ",
      "Schema: version",
      "Structure: ",
      "Disk: ",
      "Sums: ",
      "Days: of UTC",
      "Last cell: ",
    ]) {
      expect(out).toContain(line);
    }
    expect(out).toContain("Rows: accounts 1, users 1, writers 1, cells 2, base 0");
    expect(out).toContain("Keys: 1 public and 0 secret in force");
    expect(out).toContain("Refused: nothing");
  });

  test.each([
    ["UPDATE member_days SET visits = visits + 1", "ACT  Sums: 2 differ from their cells, first member_days day 20"],
    ["DELETE FROM definitions", "ACT  Definitions: none"],
    ["UPDATE keys SET revoked_at_ms = 1", "ACT  Keys: 0 public and 0 secret in force"],
    [`UPDATE keys SET expires_at_ms = ${NOW_MS + 86_400_000}`, "ACT  Key pk_"],
    ["UPDATE workspace SET last_received_at_ms = 86400000", "ACT  Last cell: 1970-01-02"],
    [`UPDATE workspace SET last_received_at_ms = ${NOW_MS + 9e7}`, "which is still to come"],
    [`UPDATE workspace SET watermark_slot = ${SLOT - 30 * 96}`, "ACT  Days: of UTC; open since"],
    [
      `INSERT INTO quarantine (received_at_ms, reason, feature) VALUES (${NOW_MS - 1}, 'too_many_features', 'row-17')`,
      "ACT  Refused, too_many_features: 1 in a day, 1 in seven, such as of feature row-17.",
    ],
    ["PRAGMA user_version = 1", "ACT  Schema: version 1, and this program's is"],
  ])("%s: ends with 1 and says what to do", async (sql, line) => {
    const commandLine = await useHealthyStore();
    change(commandLine, sql);
    const { code, out } = await commandLine.run("doctor");
    expect(code).toBe(1);
    expect(out).toContain(line);
    const lines = out.split("\n");
    expect(lines[lines.findIndex((found) => found.includes(line)) + 1]).toMatch(/^ {7}\S.*\.$/);
  });

  test("tells what was refused, whose clocks are off and which keys nobody uses, with what to do about it", async () => {
    const commandLine = await useHealthyStore(async ({ facts }) => {
      await facts.mergeCells([cell({ slot: 5 }), cell({ slot: 6, user: "u_9" })], NOW_MS - 3 * 86_400_000);
      await facts.mergeCells([cell({ slot: 7, user: "u_10" })], NOW_MS);
    });
    change(
      commandLine,
      `UPDATE writers SET skew_ms = -600000;
       INSERT INTO keys (id, kind, hash, origins, scopes, created_at_ms, last_used_at_ms)
       VALUES ('pk_old', 'public', '', '[]', '[]', 1, 2)`,
    );
    const { code, out } = await commandLine.run("doctor");
    expect(code).toBe(0);
    expect(out).toContain(
      "note Refused, slot_too_old: 1 in a day, 3 in seven, such as of account acme, user u_10, feature",
    );
    expect(out).toContain("State that waited for longer than the late window");
    expect(out).toContain("note Clocks: of 1 writers off by more than a minute, at most 10 minutes");
    expect(out).toContain("note Key pk_old: not used for 30 days");
  });

  test("says so when there is no store, or none of ours, and makes none", async () => {
    const { path, run } = useCommandLine(NOW_MS);
    expect(await run("doctor")).toMatchObject({ code: 1, out: "", err: expect.stringContaining("There is no file") });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "no database at all".repeat(100));
    expect(await run("doctor")).toMatchObject({
      code: 1,
      err: expect.stringContaining("is damaged: file is not a database"),
    });
  });
});
