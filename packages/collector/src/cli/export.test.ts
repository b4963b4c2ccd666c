import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cell, NOW_MS, lasting } from "../store/test-support/harness.ts";
import { useCommandLine } from "./test-support/use-command-line.ts";

test("a list comes out as the API writes it, with the columns, filters and order that were asked for", async () => {
  const { run, withStore, folder } = useCommandLine(NOW_MS);
  await withStore(async ({ facts }) => {
    await facts.putAccounts([
      { id: "acme", name: "=Acme", plan: "pro" },
      { id: "beta", name: "Beta", plan: "free" },
      { id: "gamma", name: "Gamma", plan: "pro" },
    ]);
    await facts.mergeCells([cell({ account: "gamma", activeMs: lasting(5_000) })], NOW_MS);
  });
  const columns = ["--columns", "account,name,activeMs", "--plan=pro", "--sort", "-activeMs"];
  expect(await run("export", "accounts", ...columns)).toEqual({
    code: 0,
    out: "account,name,activeMs\ngamma,Gamma,5000\nacme,'=Acme,0",
    err: "",
  });
  const file = join(folder, "accounts.ndjson");
  const { code, out, err } = await run("export", "accounts", "--format", "ndjson", "--output", file, ...columns);
  expect([code, out, err]).toEqual([0, "", `Wrote ${file}.`]);
  expect(
    readFileSync(file, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { account: "gamma", name: "Gamma", activeMs: 5_000 },
    { account: "acme", name: "=Acme", activeMs: 0 },
  ]);
});

test("a list without rows is its heading, and no empty line", async () => {
  const { run, withStore } = useCommandLine(NOW_MS);
  await withStore(() => Promise.resolve());
  const columns = ["--columns", "day,module"];
  expect(await run("export", "snapshots", ...columns)).toEqual({ code: 0, out: "day,module", err: "" });
});

test.each([
  [["nothing"], "Use: uptake export accounts|users"],
  [["accounts", "period"], "Use: uptake export"],
  [["accounts", "--period"], "Use: uptake export"],
  [["accounts", "--period", "fortnight"], 'period is "fortnight". Allowed: 7d, 14d'],
  [["accounts", "--format", "json"], 'format is "json". Allowed: csv, ndjson.'],
  [["accounts", "--pln", "pro"], 'pln is "pro", and no parameter of this address. Did you mean plan?'],
  [["accounts//features"], "accounts/ID/features"],
  [["accounts/acme"], "Use: uptake export"],
  [["funnel"], 'feature is "". Allowed: '],
  [["accounts", "--columns", "secret"], 'columns is "secret". Allowed: account, name'],
])("%j is refused with what to write instead", async (words, sentence) => {
  const { run, withStore } = useCommandLine(NOW_MS);
  await withStore(async () => undefined);
  const { code, err } = await run("export", ...words);
  expect([code, err]).toEqual([2, expect.stringContaining(sentence)]);
});
