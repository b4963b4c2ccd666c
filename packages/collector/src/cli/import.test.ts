import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import type * as v from "valibot";
import { CSV_COLUMNS } from "../push/csv-columns.ts";
import { LINE_KINDS, LINE_SCHEMAS } from "../push/push-schema.ts";
import { ALL, NOW_MS } from "../store/test-support/harness.ts";
import { useCommandLine } from "./test-support/use-command-line.ts";
import { useFile } from "./test-support/use-file.ts";

test("every field of every kind has its column", () => {
  for (const kind of LINE_KINDS) {
    const schema = LINE_SCHEMAS[kind] as unknown as {
      readonly entries: v.ObjectEntries;
      readonly pipe?: readonly unknown[];
    };
    const entries = (schema.pipe?.[0] as typeof schema | undefined)?.entries ?? schema.entries;
    expect([kind, Object.keys(CSV_COLUMNS[kind]).toSorted()]).toEqual([kind, Object.keys(entries).toSorted()]);
  }
});

test("accounts come from CSV with attributes, assignments, times and notes over several lines", async () => {
  const { run, file, withStore, path } = useFile(
    "accounts.csv",
    "\ufeffid,name,createdAt,premium,plan,attributes.industry,attributes.seats,attributes.zip,assignments.csm,colour",
    'acme,"Acme, Inc.",2026-11-01,true,pro,care,12,01234,maya,red',
    "globex,Globex,1793000000000,FALSE,null,,,,,",
    "",
  );
  const { code, out, err } = await run("import", file, "--kind", "accounts");
  expect([code, out, err]).toEqual([
    0,
    "Took 2 lines as accounts; 0 lines rejected.",
    'The column "colour" is no field of accounts; it is left out.',
  ]);
  await withStore(async ({ facts }) => {
    expect(await facts.accounts(ALL)).toMatchObject([
      {
        id: "acme",
        name: "Acme, Inc.",
        createdAt: Date.UTC(2026, 10, 1),
        premium: true,
        plan: "pro",
        attributes: { industry: "care", seats: 12, zip: "01234" },
        assignments: { csm: "maya" },
      },
      { id: "globex", createdAt: 1_793_000_000_000, premium: false, plan: null, attributes: {} },
    ]);
  });
  const database = new DatabaseSync(path, { readOnly: true });
  const audit = database.prepare("SELECT actor, action, subject FROM audit").all();
  database.close();
  expect(audit).toEqual([
    { actor: "cli", action: "account.premium", subject: '{"account":"acme"}' },
    { actor: "cli", action: "imported", subject: "accounts: 2 taken, 0 rejected" },
  ]);
});

test("lists are separated by semicolons, and each line that doesn't hold is named by its number", async () => {
  const { run, file, withStore } = useFile(
    "users.csv",
    "id,accounts,createdAt",
    "u_1,acme; globex;,2026-11-01T10:00+01:00",
    "u_2,acme,yesterday",
    "u_3",
    ",acme,",
  );
  const { code, out, err } = await run("import", file, "--kind", "users");
  expect([code, out]).toEqual([1, "Took 1 line as users; 3 lines rejected."]);
  expect(err.split("\n")).toEqual([
    '  line 3: createdAt must be a time in Unix ms, or in a CSV file a day such as 2026-11-18 or a moment such as 2026-11-18T09:00Z; it is "yesterday".',
    "  line 4: The line has 1 columns, and the heading 3.",
    "  line 5: id is missing.",
  ]);
  await withStore(async ({ facts }) => {
    const [user] = await facts.users(ALL);
    expect(user?.accounts.toSorted()).toEqual(["acme", "globex"]);
    expect(user?.createdAt).toBe(Date.UTC(2026, 10, 1, 9));
  });
});

test("people leave by a day in a file", async () => {
  const { run, file, withStore } = useFile("users.csv", "id,leftAt", "u_1,2026-11-01", "u_2,");
  expect((await run("import", file, "--kind", "users")).code).toBe(0);
  await withStore(async ({ facts }) => {
    const users = (await facts.users(ALL)).map(({ id, leftAt }) => [id, leftAt]);
    expect(new Map(users as [string, number | null][])).toEqual(
      new Map([
        ["u_1", Date.UTC(2026, 10, 1)],
        ["u_2", null],
      ]),
    );
  });
});

test("a dry run tells what it would create and change, and writes nothing", async () => {
  const { run, file, withStore } = useFile(
    "accounts.ndjson",
    '{"id":"acme","plan":"free","attributes":{"industry":"care","size":5}}',
    "",
    '{"id":"new","name":"New"}',
    '{"id":"same","name":"Same"}',
    '{"id":"new","name":"Newer"}',
    '{"id":""}',
    "{",
  );
  const before = [
    { id: "acme", name: "Acme", plan: "pro", attributes: { industry: "care", size: 4 } },
    { id: "same", name: "Same" },
  ];
  const known = await withStore(async ({ facts }) => {
    await facts.putAccounts(before);
    return facts.accounts(ALL);
  });
  const { code, out, err } = await run("import", file, "--kind", "accounts", "--dry-run");
  expect([code, out.split("\n"), err.split("\n")]).toEqual([
    1,
    [
      "Would create 1, change 2 and leave 1 as they are; 2 lines rejected. Nothing was written.",
      '  line 1, acme: plan "pro" → "free", attributes.size 4 → 5',
      '  line 5, new: name "New" → "Newer"',
      "  line 3, new: new",
    ],
    [expect.stringContaining("line 6: id must be an id"), "  line 7: The line is no JSON."],
  ]);
  await withStore(async ({ facts }) => expect(await facts.accounts(ALL)).toEqual(known));
});

test("fields that there aren't are named, with what was probably meant, also in a dry run", async () => {
  const { run, file } = useFile(
    "accounts.ndjson",
    '{"id":"acme","pln":"free"}',
    '{"id":"beta"}',
    '{"id":"gamma","ownr":"maya"}',
  );
  const told = [
    '  line 1: "pln" is no field of accounts; it is left out. Do you mean plan?',
    '  line 3: "ownr" is no field of accounts; it is left out.',
  ].join("\n");
  const dry = await run("import", file, "--kind", "accounts", "--dry-run");
  expect([dry.code, dry.err]).toEqual([0, told]);
  const real = await run("import", file, "--kind", "accounts");
  expect([real.code, real.err]).toEqual([0, told]);
  const table = useFile("users.csv", "id,acounts,colour", "u_1,acme,red");
  const ofColumns = [
    'The column "acounts" is no field of users; it is left out. Do you mean accounts?',
    'The column "colour" is no field of users; it is left out.',
  ].join("\n");
  for (const more of [["--dry-run"], []]) {
    expect((await table.run("import", table.file, "--kind", "users", ...more)).err).toBe(ofColumns);
  }
});

test.each([
  ["gauges", ["account,gauge,day,value", "acme,gb,2026-11-18,5"], "acme gb 2026-11-18: new"],
  [
    "actions",
    ["account,user,action,at,count", "acme,u_1,paid,2026-11-16T10:20Z,3"],
    "acme u_1 paid 2026-11-16T10:15:00.000Z: new",
  ],
  ["presence", ["day,account,user", "2026-11-18,acme,u_1"], "2026-11-18 acme u_1: new"],
  [
    "touchpoints",
    ["id,account,kind,at", "t,a,call,2026-11-16T10:20Z"],
    't: at "1970-01-01T00:00:00.005Z" → "2026-11-16T10:20:00.000Z"',
  ],
])("a dry run of %s tells days and moments as dates", async (kind, lines, told) => {
  const { run, file, withStore } = useFile(`${kind}.csv`, ...lines);
  await withStore(({ facts }) => facts.push("touchpoints", [{ id: "t", account: "a", kind: "call", at: 5 }], NOW_MS));
  const { out } = await run("import", file, "--kind", kind, "--dry-run");
  expect(out.split("\n")[1]).toBe(`  line 2, ${told}`);
});

test("modules that the definitions don't have are named, also in a dry run, and the lines are taken", async () => {
  const { run, file, withStore } = useFile(
    "seats.csv",
    "account,module,licensed",
    "a,sales,1",
    "a,slaes,2",
    "b,slaes,2",
  );
  const definitions = { features: {}, modules: { sales: { name: "Sales" } } };
  await withStore(({ records }) => records.applyDefinitions({ definitions, fileHash: "f", appliedAtMs: NOW_MS }));
  const told =
    '  The definitions have no module "slaes" (line 3 and 1 more); it is kept until they do. Do you mean sales?';
  const dry = await run("import", file, "--kind", "seats", "--dry-run");
  expect([dry.code, dry.err]).toEqual([0, told]);
  const real = await run("import", file, "--kind", "seats");
  expect([real.code, real.err, real.out]).toEqual([0, told, "Took 3 lines as seats; 0 lines rejected."]);
});

test("what would be taken back is told, too", async () => {
  const { run, file, withStore } = useFile(
    "touchpoints.json",
    '[{"id":"t","account":"a","kind":"call","at":5,"deleted":true}]',
  );
  await withStore(({ facts }) => facts.push("touchpoints", [{ id: "t", account: "a", kind: "call", at: 5 }], NOW_MS));
  const { out } = await run("import", file, "--kind", "touchpoints", "--dry-run");
  expect(out.split("\n")[1]).toBe('  line 1, t: row "there" → "removed"');
});

test.each([
  [["missing.csv", "--kind", "accounts"], 1, "There is no file missing.csv"],
  [["--kind", "accounts"], 2, "Use: uptake import FILE"],
  [["a.csv"], 2, "Use: uptake import FILE"],
  [["a.csv", "--kind", "messages"], 2, "Use: uptake import FILE"],
  [["a.csv", "b.csv", "--kind", "accounts"], 2, "Use: uptake import FILE"],
])("%j is refused", async (words, code, message) => {
  const { run } = useCommandLine(NOW_MS);
  expect(await run("import", ...words)).toEqual({ code, out: "", err: expect.stringContaining(message) });
});

test("of two lines of a file that tell something else of one slot the later is refused, also in a dry run", async () => {
  const { run, file } = useFile(
    "usage.csv",
    "account,user,feature,at,activeMs",
    "acme,u_1,calendars,2026-03-02T10:00Z,60000",
    ...Array.from({ length: 1_500 }, (_, index) => `acme,u_${index + 2},calendars,2026-03-02T10:00Z,60000`),
    "acme,u_1,calendars,2026-03-02T10:00Z,60000",
    "acme,u_1,calendars,2026-03-02T10:05Z,30000",
  );
  for (const more of [["--dry-run"], []]) {
    const { code, out, err } = await run("import", file, "--kind", "usage", ...more);
    expect([code, out]).toEqual([1, expect.stringContaining("1502 lines as usage; 1 line rejected.")]);
    expect(err).toContain(
      "  line 1504: Line 2 tells of the same person, feature and 15 minutes (2026-03-02T10:00:00.000Z)",
    );
  }
});

test("history comes from CSV, once; a dry run tells what would be refused", async () => {
  const { run, file, withStore } = useFile(
    "usage.csv",
    "account,user,feature,at,activeMs,visits,actions.sent",
    "acme,u_1,calendars,2026-03-02T10:00Z,60000,2,4",
    "acme,u_1,calendars,2026-03-02T10:15Z,900001,,",
    "acme,u_2,calendars,2026-11-18T09:00Z,1000,1,",
  );
  const refused = "  line 3: activeMs must be 900000 at most; it is 900001.";
  const dry = await run("import", file, "--kind", "usage", "--dry-run");
  expect([dry.code, dry.out]).toEqual([1, "Would take 2 lines as usage; 1 line rejected. Nothing was written."]);
  for (let times = 0; times < 2; times += 1) {
    const { code, out, err } = await run("import", file, "--kind", "usage");
    expect([code, out]).toEqual([1, "Took 2 lines as usage; 1 line rejected."]);
    expect(err).toContain(refused);
  }
  await withStore(async ({ facts }) => {
    expect(await facts.totals({ scope: ALL, by: [] })).toMatchObject([
      { activeMs: [61_000, 61_000, 61_000, 61_000], visits: 3 },
    ]);
    expect(await facts.actionTotals({ scope: ALL, by: [] })).toMatchObject([{ action: "sent", count: 4 }]);
  });
});
