import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { createKeyLookup } from "./key-lookup.ts";

test("accounts of the very same list are looked up again as long as one of them wasn't known", () => {
  const database = new DatabaseSync(":memory:");
  database.exec(`
    CREATE TABLE accounts (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
    CREATE TABLE users (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
    CREATE TABLE features (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
    CREATE TABLE actions (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
    CREATE TABLE members (account INTEGER NOT NULL, user INTEGER NOT NULL);
    INSERT INTO accounts VALUES (1, 'a'), (2, 'b')`);
  const { accountIds } = createKeyLookup(database);
  const accounts = ["b", "later", "a"];
  const idsOf = () => accountIds({ scope: { kind: "only", accounts } });
  expect(idsOf()).toEqual([2, 1]);
  database.exec("INSERT INTO accounts VALUES (3, 'later')");
  expect([idsOf(), idsOf()]).toEqual([
    [2, 3, 1],
    [2, 3, 1],
  ]);
  expect(accountIds({ scope: { kind: "only", accounts }, account: "later" })).toEqual([3]);
  database.close();
});
