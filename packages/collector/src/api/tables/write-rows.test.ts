import { expect, test } from "vitest";
import { fileResponse } from "./write-rows.ts";

const ROWS = [
  { name: "Plain", change: -5, accounts: ["a", "b"], isKnown: true, seenAt: null, more: { one: 1 } },
  { name: '=HYPERLINK("x"), "quoted"', change: 0.5, accounts: [], isKnown: false, seenAt: 7, more: null },
  { name: "-minus\nline", change: 0, accounts: ["@a"], isKnown: true, seenAt: 0, more: null },
];

async function* pieces<Row>(...all: readonly (readonly Row[])[]): AsyncGenerator<readonly Row[]> {
  yield* all;
}

test("a CSV file has exactly the columns asked for, and no text that a spreadsheet would take for a formula", async () => {
  const response = fileResponse(
    pieces(ROWS),
    ["name", "change", "accounts", "isKnown", "seenAt", "more"],
    "csv",
    "accounts",
  );
  expect(response.headers.get("content-type")).toBe("text/csv;charset=UTF-8");
  expect(response.headers.get("content-disposition")).toBe('attachment; filename="accounts.csv"');
  expect(await response.text()).toBe(
    [
      "name,change,accounts,isKnown,seenAt,more",
      'Plain,-5,a; b,true,,"{""one"":1}"',
      `"'=HYPERLINK(""x""), ""quoted""",0.5,,false,1970-01-01T00:00:00.007Z,`,
      `"'-minus\nline",0,'@a,true,1970-01-01T00:00:00.000Z,`,
      "",
    ].join("\n"),
  );
});

test("a CSV file says that it is UTF-8 by the mark that spreadsheets look for, once; other files don't", async () => {
  const bytes = async (format: "csv" | "ndjson") =>
    Buffer.from(
      await fileResponse(pieces([{ name: "Dąbrowska" }], [{ name: "ż" }]), ["name"], format, "x").arrayBuffer(),
    );
  expect((await bytes("csv")).toString()).toBe("\ufeffname\nDąbrowska\nż\n");
  expect((await bytes("ndjson")).toString()).toBe('{"name":"Dąbrowska"}\n{"name":"ż"}\n');
});

test("a text that would empty a field when it is imported is told from nothing", async () => {
  const rows = [{ plan: "null" }, { plan: null }, { plan: "'null" }, { plan: "nullable" }];
  expect(await fileResponse(pieces(rows), ["plan"], "csv", "x").text()).toBe("plan\n'null\n\n''null\nnullable\n");
});

test("an NDJSON file keeps every value as it is", async () => {
  const response = fileResponse(pieces(ROWS), ["name", "accounts", "seenAt"], "ndjson", "accounts");
  const lines = (await response.text()).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
    ROWS.map(({ name, accounts, seenAt }) => ({ name, accounts, seenAt })),
  );
});

test("a file of no rows has its columns; of many rows, all of them, piece by piece", async () => {
  expect(await fileResponse<{ a: number }>(pieces([]), ["a"], "csv", "x").text()).toBe("a\n");
  const many = Array.from({ length: 1_201 }, (_, a) => ({ a }));
  const texts: string[] = [];
  const { body } = fileResponse(pieces(many.slice(0, 600), many.slice(600)), ["a"], "csv", "x");
  for await (const text of body ?? []) texts.push(new TextDecoder().decode(text));
  expect(texts.join("")).toBe(`a\n${many.map(({ a }) => `${a}\n`).join("")}`);
  expect(texts.length).toBe(3);
});

test("lists whose parts can't be told from each other are JSON, and what looks escaped is escaped once more", async () => {
  const rows = [{ list: ["a;b", "c"] }, { list: [" a"] }, { list: ["[1]"] }, { list: ["a", "b c"] }, { list: ["'=1"] }];
  expect(await fileResponse(pieces(rows), ["list"], "csv", "x").text()).toBe(
    ["list", '"[""a;b"",""c""]"', '"["" a""]"', '"[""[1]""]"', "a; b c", "''=1", ""].join("\n"),
  );
});

test("a line of NDJSON has no separator of lines or paragraphs in it", async () => {
  const text = await fileResponse(pieces([{ name: "a\u2028b\u2029c" }]), ["name"], "ndjson", "x").text();
  expect(text).toBe('{"name":"a\\u2028b\\u2029c"}\n');
  expect(JSON.parse(text)).toEqual({ name: "a\u2028b\u2029c" });
});
