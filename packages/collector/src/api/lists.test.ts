import { expect, test } from "vitest";
import { arrange } from "./arrange.ts";
import { readListQuery, type ListQuery } from "./list-query.ts";

const SORTS = ["name", "activeMs"] as const;
const read = (query: string): ListQuery<(typeof SORTS)[number]> => readListQuery(`http://x/v1/list?${query}`, SORTS);

test("a list that is asked for nothing gives the first hundred rows of the month in its own order", () => {
  expect(read("")).toEqual({ period: "month", search: "", sort: null, limit: 100, offset: 0 });
});

test("every parameter is read", () => {
  expect(read("period=7d&search=Jos%C3%A9&sort=-activeMs&limit=1000&offset=20")).toEqual({
    period: "7d",
    search: "José",
    sort: { by: "activeMs", descending: true },
    limit: 1_000,
    offset: 20,
  });
});

test.each([
  ["period=fortnight", 'period is "fortnight". Allowed: 7d, 14d, 30d, 90d, month, quarter, all.'],
  ["sort=password", 'sort is "password". Allowed: name, activeMs, each also with - in front for descending.'],
  ["sort=--name", 'sort is "--name"'],
  ["limit=0", 'limit is "0". Allowed: whole numbers from 1 to 1000.'],
  ["limit=1001", 'limit is "1001"'],
  ["limit=ten", 'limit is "ten"'],
  ["limit=1e2", 'limit is "1e2"'],
  ["offset=-1", 'offset is "-1"'],
  [`search=${"x".repeat(201)}`, "search is"],
])("%s is refused with the allowed values", (query, message) => {
  expect(() => read(query)).toThrow(message);
});

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
  return arrange<Row, (typeof SORTS)[number]>(rows, read(query), {
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
  const page = arrange<Row, (typeof SORTS)[number]>(rows, read("limit=1&offset=1&sort=name"), {
    texts: ({ name }) => [name],
    value: (row, by) => row[by],
    defaultSort: null,
  });
  expect(page).toEqual({ total: 4, rows: [rows[1]] });
});
