import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cell, lasting, NOW_MS } from "../store/test-support/harness.ts";
import { useCommandLine, type CommandLineUnderTest } from "./test-support/use-command-line.ts";

/** What is written out comes in again as it is. */

const ODD = ["=1+1", "'=quoted", "''@twice", "-5", "null", "true", "01234", " spaced ", 'says "hi"', "a,b;c", "[1]"];

async function useWorkspace(): Promise<CommandLineUnderTest> {
  const line = useCommandLine(NOW_MS);
  await line.withStore(async ({ facts }) => {
    await facts.push(
      "accounts",
      [
        {
          id: "acme",
          name: "Acme",
          plan: "pro",
          createdAt: 1_790_000_000_000,
          churnedAt: 1_795_000_000_000,
          premium: true,
          subscription: "active",
          subscriptionStartedAt: 1_791_000_000_000,
          assignments: { csm: "=Ada", "sales.lead": "Bo" },
          attributes: { industry: "care", seats: 12, zip: "01234", isKey: true, "a.b": "-1" },
        },
        { id: "nameless", parent: "acme" },
        ...ODD.map((text) => ({ id: text, name: `${text}\u2028`, plan: text, attributes: { odd: text } })),
      ],
      NOW_MS,
    );
    await facts.push(
      "users",
      [
        { id: "u_1", name: "Uma", role: "admin", accounts: ["acme", "nameless"], createdAt: 1_790_000_000_000 },
        { id: "u_2", accounts: [] },
        ...ODD.map((text) => ({ id: text, name: text, role: text, accounts: [text, "a,b;c"], attributes: { text } })),
      ],
      NOW_MS,
    );
    await facts.push(
      "assets",
      [
        {
          id: "a1",
          account: "acme",
          type: "flow",
          name: "Sales",
          configured: true,
          runs: 4,
          lastRunAt: 1_792_000_000_000,
        },
        { id: "a2", account: "acme", type: "flow", createdAt: 1_790_000_000_000 },
        ...ODD.map((text) => ({ id: text, account: text, type: text, name: text })),
      ],
      NOW_MS,
    );
    // Seen in browsers, and not in the roster: nobody has told of them, and a file doesn't, either.
    await facts.mergeCells([cell({ account: "stray", user: "u_stray", activeMs: lasting(5_000) })], NOW_MS);
  });
  return line;
}

test.each([
  ["accounts", "csv"],
  ["accounts", "ndjson"],
  ["users", "csv"],
  ["users", "ndjson"],
  ["assets", "csv"],
  ["assets", "ndjson"],
])("%s that were exported as %s are imported without a change", async (kind, format) => {
  const { run, folder } = await useWorkspace();
  const file = join(folder, `${kind}.${format}`);
  expect(await run("export", kind, "--format", format, "--output", file)).toMatchObject({ code: 0 });
  const rows = ODD.length + 2;
  expect(await run("import", file, "--kind", kind, "--dry-run")).toEqual({
    code: 0,
    out: `Would create 0, change 0 and leave ${rows} as they are; 0 lines rejected. Nothing was written.`,
    err: "",
  });
  expect(await run("import", file, "--kind", kind)).toMatchObject({
    code: 0,
    out: `Took ${rows} lines as ${kind}; 0 lines rejected.`,
  });
  const again = join(folder, `again.${format}`);
  await run("export", kind, "--format", format, "--output", again);
  expect(readFileSync(again, "utf8")).toBe(readFileSync(file, "utf8"));
});

test("some columns of an export, edited, change what was edited and nothing else", async () => {
  const { run, folder, withStore } = await useWorkspace();
  const file = join(folder, "accounts.csv");
  await run("export", "accounts", "--columns", "account,plan", "--search", "acme", "--output", file);
  writeFileSync(file, readFileSync(file, "utf8").replace("pro", "free"));
  expect((await run("import", file, "--kind", "accounts", "--dry-run")).out).toContain('acme: plan "pro" → "free"');
  await run("import", file, "--kind", "accounts");
  await withStore(async ({ facts }) => {
    const acme = (await facts.accounts({ kind: "all" })).find(({ id }) => id === "acme");
    expect(acme).toMatchObject({ plan: "free", name: "Acme", attributes: { zip: "01234" } });
  });
});
