import { expect, test } from "vitest";
import { readListQuery, type ListQuery } from "./list-query.ts";

const SHAPE = { sorts: ["name", "activeMs"], columns: ["name", "activeMs", "plan"] } as const;
const read = (query: string, accepted?: string): ListQuery<"name" | "activeMs" | "plan"> =>
  readListQuery(new URLSearchParams(query), SHAPE, accepted);

test("a list that is asked for nothing gives the first hundred rows in its own order, as JSON", () => {
  expect(read("")).toEqual({ search: "", sort: null, limit: 100, offset: 0, columns: null, format: "json" });
});

test("every parameter is read", () => {
  expect(read("search=Jos%C3%A9&sort=-activeMs&limit=1000&offset=20&columns=plan,%20name,plan&format=ndjson")).toEqual({
    search: "José",
    sort: { by: "activeMs", descending: true },
    limit: 1_000,
    offset: 20,
    columns: ["plan", "name"],
    format: "ndjson",
  });
});

test("a file has every row unless it is asked for fewer, and is what the caller likes best", () => {
  expect(read("", "text/csv, application/json;q=0.5")).toMatchObject({ format: "csv", limit: Number.MAX_SAFE_INTEGER });
  expect(read("limit=5000", "application/x-ndjson")).toMatchObject({ format: "ndjson", limit: 5_000 });
  expect(read("", "*/*").format).toBe("json");
  expect(read("format=json", "text/csv").format).toBe("json");
});

test.each([
  ["sort=password", 'sort is "password". Allowed: name, activeMs, each also with - in front for descending.'],
  ["sort=plan", 'sort is "plan"'],
  ["sort=--name", 'sort is "--name"'],
  ["limit=0", 'limit is "0". Allowed: whole numbers from 1 to 1000.'],
  ["limit=1001", 'limit is "1001"'],
  ["limit=ten", 'limit is "ten"'],
  ["limit=1e2", 'limit is "1e2"'],
  ["offset=-1", 'offset is "-1"'],
  ["columns=name,secret", 'columns is "secret". Allowed: name, activeMs, plan, with commas between them.'],
  ["format=xlsx", 'format is "xlsx". Allowed: json, csv, ndjson.'],
  [`search=${"x".repeat(201)}`, 'search is "201 characters". Allowed: at most 200 characters.'],
])("%s is refused with the allowed values", (query, message) => {
  expect(() => read(query)).toThrow(message);
});
