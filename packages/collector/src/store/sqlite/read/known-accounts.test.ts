import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { createKnownAccounts } from "./known-accounts.ts";

const MAX_KNOWN = 3;

test("accounts are found each once, also such as come later, and however many are known", () => {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE accounts (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE)");
  database.exec("INSERT INTO accounts VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e')");
  const idsOf = createKnownAccounts(database, MAX_KNOWN);
  const found = (...keys: readonly string[]): readonly number[] => [...idsOf(keys)].toSorted();
  expect(found("b", "a", "b", "f")).toEqual([1, 2]);
  database.exec("INSERT INTO accounts VALUES (6, 'f')");
  expect(found("f", "b", "a")).toEqual([1, 2, 6]);
  expect(found("a", "c")).toEqual([1, 3]);
  expect(found("a", "b", "c", "d", "d", "e")).toEqual([1, 2, 3, 4, 5]);
  expect(found("e", "a", "nobody", "c")).toEqual([1, 3, 5]);
  expect(found()).toEqual([]);
  database.close();
});
