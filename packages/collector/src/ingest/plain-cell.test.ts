import {
  MAX_ACTION_COUNT_PER_SLOT,
  MAX_ACTIONS_PER_SLOT,
  MAX_VISITS_PER_SLOT,
  SLOT_MS,
} from "@uptake/tracker/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { cellSchema } from "./collect-schema.ts";
import { readPlainCell } from "./plain-cell.ts";

const PLAIN = { feature: "calendars", slot: 1_900_000, activeMs: [1, 2, 2, 3], visits: 1 };
const numbers = [0, -0, 1, -1, 0.5, Number.MAX_SAFE_INTEGER, 2 ** 53, Number.NaN, "1", null, [1], {}];
const objects = [null, [], "", 1, true, {}];
const manyActions = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`action-${index}`, 1]));

const CHANGES: readonly object[] = [
  {},
  ...["", "a", "a\n", "\uD800", "__proto__", "constructor", "x".repeat(128), "x".repeat(4_096), ...objects].map(
    (feature) => ({ feature }),
  ),
  ...numbers.map((slot) => ({ slot })),
  ...[...numbers, MAX_VISITS_PER_SLOT, MAX_VISITS_PER_SLOT + 1].map((visits) => ({ visits })),
  ...[...objects, [], [1, 2, 3], [1, 2, 3, 4, 5], [4, 3, 2, 1], [0, 0, 0, SLOT_MS], [0, 0, 0, SLOT_MS + 1]].map(
    (activeMs) => ({ activeMs }),
  ),
  ...numbers.map((ms) => ({ activeMs: [ms, 2, 2, 3] })),
  ...[...objects, { "email.sent": 2 }, { "": 1 }, JSON.parse('{"__proto__":1}') as object].map((actions) => ({
    actions,
  })),
  ...[...numbers, MAX_ACTION_COUNT_PER_SLOT, MAX_ACTION_COUNT_PER_SLOT + 1].map((count) => ({
    actions: { sent: count },
  })),
  ...[MAX_ACTIONS_PER_SLOT, MAX_ACTIONS_PER_SLOT + 1].map((count) => ({ actions: manyActions(count) })),
  { name: "Calendars" },
  { vitals: { lcpMs: 1 } },
  { unknown: 1 },
];

test("what is read without the schema is what the schema reads", () => {
  const raws = CHANGES.map((change) => ({ ...PLAIN, ...change })).filter((raw) => readPlainCell(raw) !== null);
  expect(raws.map(readPlainCell)).toEqual(raws.map((raw) => v.parse(cellSchema, raw)));
  expect(objects.map(readPlainCell)).toEqual(objects.map(() => null));
});

test("only names, vitals and what is refused need the schema", () => {
  for (const change of CHANGES) {
    const raw = { ...PLAIN, ...change };
    const needsSchema = "name" in raw || "vitals" in raw || !v.is(cellSchema, raw);
    expect([change, readPlainCell(raw) === null]).toEqual([change, needsSchema]);
  }
});
