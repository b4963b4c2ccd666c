import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ALL } from "../store/test-support/harness.ts";
import { useFile } from "./test-support/use-file.ts";

test("a file of another kind is refused in words", async () => {
  const other = useFile("accounts.xlsx", "x");
  expect((await other.run("import", other.file, "--kind", "accounts")).err).toContain("is of no kind that is known");
});

test("quotes that don't match cost the line that they are in, also in a dry run", async () => {
  const { run, file, withStore } = useFile(
    "accounts.csv",
    "id,name,plan",
    "a,Alpha,pro",
    'b,He said "hi" there,pro',
    'c,"Gamma,pro',
    'd,"Delta ""D"" Inc.",free',
    'e,"Epsilon" Inc.,pro',
    'f,5" pipes,pro',
    'g,"Eta,',
    'h,Theta",pro',
    'i,"Iota",pro',
    'j,"Kappa,pro',
    "k,Lambda,pro",
  );
  const quoted =
    'A cell with quotes in it stands in quotes as a whole, and each of those in it is doubled: "He said ""hi"" there".';
  const told = [
    `  line 3: Its quotes don't match. ${quoted}`,
    `  line 4: Its quotes don't match. ${quoted}`,
    `  line 6: Its quotes don't match. ${quoted}`,
    `  line 7: Its quotes don't match. ${quoted}`,
    "  line 8: By its quotes the line goes on to line 9, and then name has several lines: is there a quote that nothing closes?",
    `  line 9: Its quotes don't match. ${quoted}`,
    `  line 11: A quote is opened, and never closed. ${quoted}`,
  ].join("\n");
  const dry = await run("import", file, "--kind", "accounts", "--dry-run");
  expect([dry.code, dry.out.split("\n")[0], dry.err]).toEqual([
    1,
    "Would create 4, change 0 and leave 0 as they are; 7 lines rejected. Nothing was written.",
    told,
  ]);
  const { code, out, err } = await run("import", file, "--kind", "accounts");
  expect([code, out, err]).toEqual([1, "Took 4 lines as accounts; 7 lines rejected.", told]);
  await withStore(async ({ facts }) => {
    const names = (await facts.accounts(ALL)).map(({ id, name }) => [id, name]);
    expect(names).toEqual([
      ["a", "Alpha"],
      ["d", 'Delta "D" Inc.'],
      ["i", "Iota"],
      ["k", "Lambda"],
    ]);
  });
});

test.each([
  ["semicolons, as Excel writes them where commas are in numbers", ";"],
  ["tabs", "\t"],
])("cells may be separated by %s", async (_what, delimiter) => {
  const { run, file, withStore } = useFile(
    "users.csv",
    ["id", "accounts", "createdAt", "attributes.city"].join(delimiter),
    ["u_1", '"acme; globex"', "2026-11-01T10:00+01:00", "Köln, Mitte"].join(delimiter),
    "",
  );
  expect(await run("import", file, "--kind", "users")).toEqual({
    code: 0,
    out: "Took 1 line as users; 0 lines rejected.",
    err: "",
  });
  await withStore(async ({ facts }) => {
    expect(await facts.users(ALL)).toMatchObject([
      { accounts: ["acme", "globex"], createdAt: Date.UTC(2026, 10, 1, 9), attributes: { city: "Köln, Mitte" } },
    ]);
  });
});

test.each([
  [
    ["ident|plan", "a|pro"],
    'None of its columns is a field of accounts: "ident|plan". The heading names them: id, name, plan, ',
  ],
  [["a,b", "1,2"], 'None of its columns is a field of accounts: "a", "b".'],
  [[""], "It has no heading, whose first line names the fields."],
  [['"id', "a"], "It has no heading"],
])("a file without a heading that is known is refused: %j", async (lines, reason) => {
  const { run, file } = useFile("accounts.csv", ...lines);
  for (const more of [["--dry-run"], []]) {
    expect(await run("import", file, "--kind", "accounts", ...more)).toEqual({
      code: 1,
      out: "",
      err: expect.stringContaining(`${file} can't be taken as accounts. ${reason}`),
    });
  }
});

test.each(["accounts.csv", "accounts.ndjson", "accounts.json"])(
  "%s that isn't UTF-8 is refused whole",
  async (name) => {
    const { run, file, withStore } = useFile(name);
    const lines = name.endsWith("csv")
      ? ["id,name", "a,Alpha", "b,Caf\xe9", "c,\xe9\xe9"]
      : name.endsWith("ndjson")
        ? ['{"id":"a"}', "", '{"id":"b","name":"Caf\xe9"}']
        : ["[", '{"id":"a"},', '{"id":"b","name":"Caf\xe9"}]'];
    writeFileSync(file, Buffer.from(lines.join("\r\n"), "latin1"));
    for (const more of [["--dry-run"], []]) {
      expect(await run("import", file, "--kind", "accounts", ...more)).toEqual({
        code: 1,
        out: "",
        err: `[uptake] Line 3 of ${file} isn't UTF-8, so nobody can tell which letters are meant; nothing was taken. Save the file as UTF-8, in Excel as "CSV UTF-8", and import it again.`,
      });
    }
    await withStore(async ({ facts }) => expect(await facts.accounts(ALL)).toEqual([]));
  },
);

test("the first letter that isn't UTF-8 is found in large files, and at their end", async () => {
  const { run, file } = useFile("accounts.csv");
  // Letters of two bytes lie over the borders of the pieces in which a file is read.
  const rows = Array.from({ length: 20_000 }, (_, index) => `a${index},ééééé`);
  const whole = Buffer.from(["id,name", ...rows, "z,"].join("\n"));
  for (const odd of [[0xe9], [0xe9, 0x2c], [0xc3]]) {
    writeFileSync(file, Buffer.concat([whole, Buffer.from(odd)]));
    expect((await run("import", file, "--kind", "accounts")).err).toContain("Line 20002 of");
  }
});

test.each([
  ["utf8", "accounts.csv", "id,name\na,Zoë\n"],
  ["utf16le", "accounts.csv", "id\tname\na\tZoë\n"],
  ["utf8", "accounts.ndjson", '{"id":"a","name":"Zoë"}'],
  ["utf8", "accounts.json", '[{"id":"a","name":"Zoë"}]'],
] as const)("a mark of %s at the start of %s is no part of it", async (encoding, name, text) => {
  const { run, file, withStore } = useFile(name);
  writeFileSync(file, Buffer.from(`\ufeff${text}`, encoding));
  expect(await run("import", file, "--kind", "accounts")).toMatchObject({ code: 0, err: "" });
  await withStore(async ({ facts }) => expect(await facts.accounts(ALL)).toMatchObject([{ id: "a", name: "Zoë" }]));
});

test("a file of JSON that is none is refused in words", async () => {
  const { run, file } = useFile("accounts.json", "[{]");
  expect(await run("import", file, "--kind", "accounts")).toEqual({
    code: 1,
    out: "",
    err: expect.stringContaining(`${file} can't be taken. The body is no JSON.`),
  });
});
