import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { NO_FILTERS } from "../api/query/no-filters.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { createKeptAccountsWhere } from "./kept-accounts-where.ts";
import type { AskKept } from "./read-kept.ts";

let folder: string;
let writer: DatabaseSync;
let reader: DatabaseSync;
let asked: number;
let onPlan: (plan: string) => readonly string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "uptake-where-"));
  const path = join(folder, "kept.db");
  writer = new DatabaseSync(path);
  writer.exec("PRAGMA journal_mode = WAL; CREATE TABLE standings (account TEXT PRIMARY KEY, plan TEXT) STRICT");
  writer.exec("INSERT INTO standings VALUES ('b', 'pro'), ('a', 'pro'), ('c', 'free')");
  reader = new DatabaseSync(path, { readOnly: true });
  asked = 0;
  const all: AskKept = (sql, parameters = {}) => {
    asked += 1;
    return reader.prepare(sql).all(parameters);
  };
  const accountsWhere = createKeptAccountsWhere(reader, all);
  onPlan = (plan) => accountsWhere(ALL_ACCOUNTS, { ...NO_FILTERS, plans: [plan] }, { name: null, nowMs: 0 });
});
afterEach(() => {
  reader.close();
  writer.close();
  rmSync(folder, { recursive: true });
});

test("whom filters leave is looked up once, until something is written", () => {
  expect([onPlan("pro"), onPlan("free"), onPlan("none"), onPlan("pro")]).toEqual([["a", "b"], ["c"], [], ["a", "b"]]);
  expect([asked, onPlan("pro") === onPlan("pro")]).toEqual([3, true]);
  writer.exec("UPDATE standings SET plan = 'free' WHERE account = 'a'");
  expect([onPlan("pro"), onPlan("free")]).toEqual([["b"], ["a", "c"]]);
  writer.exec("DELETE FROM standings WHERE account = 'b'");
  expect([onPlan("pro"), onPlan("free")]).toEqual([[], ["a", "c"]]);
});

test("no plan is that of accounts of which nobody has told one", () => {
  writer.exec("INSERT INTO standings VALUES ('d', NULL)");
  expect(onPlan("")).toEqual(["d"]);
});

test("whatever else was asked, each question has its own answer", () => {
  const plans = Array.from({ length: 20 }, (_, index) => `plan ${index}`);
  for (const plan of ["pro", ...plans, "pro", "free", ...plans, "free"]) {
    expect([plan, onPlan(plan)]).toEqual([plan, { pro: ["a", "b"], free: ["c"] }[plan] ?? []]);
  }
});
