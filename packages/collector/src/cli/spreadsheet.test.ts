import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { expect, test } from "vitest";
import { ALL, cell, lasting, NOW_MS } from "../store/test-support/harness.ts";
import { useCommandLine, type CommandLineUnderTest } from "./test-support/use-command-line.ts";

/** What is written out comes in again after a spreadsheet has saved it, and somebody has edited it there. */

const CREATED_MS = 1_788_220_800_000;

async function useWorkspace(): Promise<CommandLineUnderTest> {
  const line = useCommandLine(NOW_MS);
  await line.withStore(async ({ facts }) => {
    await facts.push(
      "accounts",
      [
        { id: "a10", name: "Dąbrowska", plan: "pro", createdAt: CREATED_MS, premium: true, attributes: { size: 4 } },
        { id: "a50", name: "Fifty", plan: "null", premium: false },
      ],
      NOW_MS,
    );
    await facts.push("users", [{ id: "u_1", name: "Uma", role: "admin", accounts: ["a10"] }], NOW_MS);
    await facts.mergeCells([cell({ account: "a10", user: "x9", activeMs: lasting(5_000) })], NOW_MS);
  });
  return line;
}

/** An export as a spreadsheet saves it in most of Europe: its own capitals, separators and line ends. */
async function exported(
  { run, folder }: CommandLineUnderTest,
  kind: string,
  edit: (row: Record<string, string>) => Record<string, string>,
): Promise<string> {
  const file = join(folder, `${kind}.csv`);
  await run("export", kind, "--output", file);
  const rows = parse(readFileSync(file), { bom: true, columns: true }) as Record<string, string>[];
  const saved = rows.map((row) => {
    const cells = Object.entries(edit(row)).map(([name, text]) => {
      return [name, text === "true" || text === "false" ? text.toUpperCase() : text];
    });
    return Object.fromEntries(cells) as Record<string, string>;
  });
  writeFileSync(file, stringify(saved, { header: true, delimiter: ";", record_delimiter: "\r\n", bom: true }));
  return file;
}

test.each(["accounts", "users"])("%s that a spreadsheet has saved change nothing", async (kind) => {
  const line = await useWorkspace();
  const file = await exported(line, kind, (row) => row);
  expect(await line.run("import", file, "--kind", kind, "--dry-run")).toEqual({
    code: 0,
    out: `Would create 0, change 0 and leave ${kind === "users" ? 1 : 2} as they are; 0 lines rejected. Nothing was written.`,
    err: "",
  });
});

test("an export has its moments as dates, and names as Excel reads them", async () => {
  const { run, folder } = await useWorkspace();
  const file = join(folder, "accounts.csv");
  await run("export", "accounts", "--columns", "account,name,createdAt", "--output", file);
  expect(readFileSync(file, "utf8").split("\n")[1]).toBe("a10,Dąbrowska,2026-09-01T00:00:00.000Z");
  expect([...readFileSync(file).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  // What is printed is for pipes, to which a mark is a part of the first name.
  const { out } = await run("export", "accounts", "--columns", "account,createdAt");
  expect(out.split("\n").slice(0, 2)).toEqual(["account,createdAt", "a10,2026-09-01T00:00:00.000Z"]);
});

test("what is edited is taken: days, several accounts, what is emptied, and columns that are added", async () => {
  const line = await useWorkspace();
  const users = await exported(line, "users", (row) => ({
    ...row,
    role: "null",
    accounts: "a10;a50",
    leftAt: "2026-11-15",
    "attributes.country": "IN",
    "attributes.vip": "TRUE",
    colour: "red",
  }));
  const { code, out, err } = await line.run("import", users, "--kind", "users");
  expect([code, out, err]).toEqual([
    0,
    "Took 1 line as users; 0 lines rejected.",
    'The column "colour" is no field of users; it is left out.',
  ]);
  const accounts = await exported(line, "accounts", (row) => ({
    ...row,
    churnedAt: row["account"] === "a10" ? "2026-11-15" : "",
    "attributes.country": "PL",
  }));
  expect(await line.run("import", accounts, "--kind", "accounts")).toMatchObject({ code: 0, err: "" });
  await line.withStore(async ({ facts }) => {
    const uma = (await facts.users(ALL)).find(({ id }) => id === "u_1");
    expect(uma).toMatchObject({
      name: "Uma",
      role: null,
      leftAt: Date.UTC(2026, 10, 15),
      attributes: { country: "IN", vip: true },
    });
    expect(uma?.accounts.toSorted()).toEqual(["a10", "a50"]);
    expect((await facts.users(ALL)).find(({ id }) => id === "x9")?.inRoster).toBe(false);
    const [a10, a50] = await facts.accounts(ALL);
    expect(a10).toMatchObject({
      churnedAt: Date.UTC(2026, 10, 15),
      createdAt: CREATED_MS,
      premium: true,
      attributes: { size: 4, country: "PL" },
    });
    expect(a50).toMatchObject({ plan: "null", churnedAt: null, premium: false, attributes: { country: "PL" } });
  });
});

test.each(["1.78822E+12", "1,78822E+12", "1.78822e12"])("a time that was rounded to %s is refused", async (rounded) => {
  const line = await useWorkspace();
  const file = await exported(line, "accounts", (row) => ({ ...row, createdAt: row["createdAt"] ? rounded : "" }));
  const reason = `  line 2: createdAt is "${rounded}": a spreadsheet has rounded the time, and which one it was is lost. Write it as 2026-11-15 or 2026-11-15T09:00Z, or export the file again: its times are dates, which spreadsheets leave as they are.`;
  const { code, out, err } = await line.run("import", file, "--kind", "accounts");
  expect([code, out, err]).toEqual([1, "Took 1 line as accounts; 1 line rejected.", reason]);
  writeFileSync(file, `id,createdAt\na10,"${rounded}"\n`);
  expect((await line.run("import", file, "--kind", "accounts")).err).toBe(reason);
  await line.withStore(async ({ facts }) => expect((await facts.accounts(ALL))[0]?.createdAt).toBe(CREATED_MS));
});

test("whoever isn't in the roster stays out of it, in whatever language a spreadsheet says so", async () => {
  const line = await useWorkspace();
  const file = await exported(line, "users", (row) => ({
    ...row,
    inRoster: row["inRoster"] === "true" ? "WAHR" : "FALSCH",
  }));
  const { code, err } = await line.run("import", file, "--kind", "users");
  expect([code, err.split("\n")]).toEqual([
    1,
    [
      expect.stringMatching(/^ {2}line \d: inRoster must be true or false; it is "(?:WAHR|FALSCH)"\.$/),
      expect.stringMatching(/^ {2}line \d: inRoster must be true or false; it is "(?:WAHR|FALSCH)"\.$/),
    ],
  ]);
  await line.withStore(async ({ facts }) => {
    expect((await facts.users(ALL)).find(({ id }) => id === "x9")?.inRoster).toBe(false);
  });
});

test("times of an earlier export, in Unix ms, are read as they were", async () => {
  const line = await useWorkspace();
  const file = await exported(line, "accounts", (row) => ({
    ...row,
    createdAt: row["createdAt"] ? String(CREATED_MS) : "",
  }));
  expect((await line.run("import", file, "--kind", "accounts", "--dry-run")).out).toContain("change 0");
});
