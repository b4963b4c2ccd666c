import { expect, test } from "vitest";
import { readListQuery, type ListQuery } from "../query/list-query.ts";
import { arrange } from "./arrange.ts";

const SHAPE = { sorts: ["name", "activeMs"], columns: ["name", "activeMs"] } as const;
const read = (query: string): ListQuery<keyof Row> => readListQuery(new URLSearchParams(query), SHAPE);

interface Row {
  readonly name: string;
  readonly activeMs: number | null;
}

const rows: readonly Row[] = [
  { name: "José", activeMs: 5 },
  { name: "Account 10", activeMs: null },
  { name: "account 9", activeMs: 7 },
  { name: "Zürich", activeMs: 5 },
];

function names(query: string): readonly string[] {
  return arrange<Row, keyof Row>(rows, read(query), {
    texts: ({ name }) => [name],
    value: (row, by) => row[by],
    defaultSort: null,
  }).rows.map(({ name }) => name);
}

test.each([
  ["search=JOSE", ["José"]],
  ["search=z%C3%BC", ["Zürich"]],
  ["search=count", ["Account 10", "account 9"]],
  ["search=%20", ["José", "Account 10", "account 9", "Zürich"]],
  ["search=.*", []],
])("%s finds without case and diacritics, and takes nothing as a pattern", (query, expected) => {
  expect(names(query)).toEqual(expected);
});

test("texts sort as people read them, numbers by size, and equal rows keep their order", () => {
  expect(names("sort=name")).toEqual(["account 9", "Account 10", "José", "Zürich"]);
  expect(names("sort=activeMs")).toEqual(["José", "Zürich", "account 9", "Account 10"]);
  expect(names("sort=-activeMs")).toEqual(["account 9", "José", "Zürich", "Account 10"]);
});

test("the total counts what the search found, not what the page shows", () => {
  const page = arrange<Row, keyof Row>(rows, read("limit=1&offset=1&sort=name"), {
    texts: ({ name }) => [name],
    value: (row, by) => row[by],
    defaultSort: null,
  });
  expect(page).toEqual({ total: 4, rows: [rows[1]] });
});
