import { expect, onTestFinished, test } from "vitest";
import { compileDefinitions } from "../domain/compile-definitions.ts";
import type { Facts } from "../store/facts.ts";
import { NOW_MS } from "../store/test-support/harness.ts";
import { makeReadyPlace } from "../store/sqlite/test-support/sqlite-place.ts";
import { checkLines } from "./check-lines.ts";
import { createForecast } from "./known-rows.ts";
import { createNotDefined } from "./not-defined.ts";
import { pushLines } from "./push-lines.ts";
import { DOOR_KINDS } from "./push-schema.ts";
import { readLines } from "./read-lines.ts";

async function openFacts(): Promise<Facts> {
  const place = makeReadyPlace();
  const { facts, close } = await place.open();
  onTestFinished(async () => {
    await close();
    await place.remove();
  });
  return facts;
}

const RULES = { definitions: compileDefinitions({ features: {} }, 0), nowMs: NOW_MS };

test("what was pushed a moment ago would change nothing, whatever its kind", async () => {
  const rows: Readonly<Record<string, readonly object[]>> = {
    accounts: [
      { id: "acme", premium: false, parent: "holding", assignments: { csm: "maya" }, attributes: { a: null } },
    ],
    users: [{ id: "u_1", accounts: ["b", "acme"], role: null }],
    seats: [{ account: "acme", module: "plan", licensed: 3, users: ["u_2", "u_1"] }],
    assets: [{ id: "w", account: "acme", type: "flow", runs: 3, deletedAt: 5 }],
    actions: [
      { account: "acme", action: "sent", slot: 5, count: 3 },
      { account: "acme", action: "sent", slot: 6, count: 0 },
    ],
    gauges: [{ account: "acme", gauge: "gb", day: "2026-11-18", value: 0.5, unit: "GB" }],
    touchpoints: [
      { id: "t", account: "acme", kind: "call", at: 5, note: null, deleted: false },
      { id: "t2", account: "acme", kind: "call", at: 5, deleted: true },
    ],
    responses: [{ id: "r", account: "acme", user: "u_1", score: 0, at: 5 }],
    pillars: [
      { account: "acme", pillar: "service", score: 0, at: 5 },
      { account: "acme", pillar: "service", score: 9, at: 4 },
    ],
    presence: [{ account: "acme", user: "u_1", day: "2026-11-18" }],
    annotations: [{ id: "n", kind: "release", day: "2026-11-18", name: "2.0" }],
  };
  const facts = await openFacts();
  for (const kind of DOOR_KINDS) {
    const lines = [...readLines(JSON.stringify(rows[kind]), false)];
    const forecast = async () => {
      const effectOf = await createForecast(facts, kind);
      return checkLines(kind, lines, RULES).rows.map(({ row }) => effectOf(row).kind);
    };
    expect([kind, (await forecast())[0]]).toEqual([kind, "created"]);
    const notDefined = createNotDefined(kind, RULES.definitions);
    const outcome = await pushLines(facts, kind, lines, RULES, notDefined);
    expect(outcome).toEqual({ accepted: lines.length, rejected: [], unknown: [] });
    // Where nothing is defined, nothing is missing.
    expect(notDefined.told()).toEqual([]);
    expect([kind, await forecast()]).toEqual([kind, lines.map(() => "unchanged")]);
  }
});

test("somebody's accounts are compared with those that were told, not with those in which they were seen", async () => {
  const facts = await openFacts();
  await facts.push("users", [{ id: "u_1", accounts: ["acme"] }], NOW_MS);
  await facts.push("presence", [{ account: "beta", user: "u_1", day: 20_000 }], NOW_MS);
  const effectOf = await createForecast(facts, "users");
  expect(effectOf({ id: "u_1", accounts: ["acme"] })).toEqual({ kind: "unchanged", key: "u_1" });
  // As an export says it.
  expect(effectOf({ id: "u_1", accounts: ["acme", "beta"] })).toEqual({ kind: "unchanged", key: "u_1" });
  expect(effectOf({ id: "u_1", accounts: ["beta", "gamma"] })).toMatchObject({
    fields: [{ field: "accounts", to: ["beta", "gamma"] }],
  });
});

test("rows whose ids have spaces are told apart", async () => {
  const facts = await openFacts();
  await facts.push("assets", [{ account: "a", type: "b c", id: "d", runs: 1 }], NOW_MS);
  const effectOf = await createForecast(facts, "assets");
  expect(effectOf({ account: "a b", type: "c", id: "d", runs: 1 })).toEqual({ kind: "created", key: "a b c d" });
});
