import { expect, test } from "vitest";
import { START_MS, startTestCollector } from "../../../../tests/support/test-collector.ts";
import { createWorkspaceCalendar } from "../domain/workspace-calendar.ts";
import { compileDefinitions } from "../domain/compile-definitions.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import { evaluateSegments } from "../jobs/evaluate-segments.ts";
import { RUNNING } from "../jobs/test-support/running.ts";
import { applyDefinitions } from "../ops/apply-definitions.ts";
import { createThreadEvaluation } from "./evaluate-on-thread.ts";

/** A thread of its own says the same as all at once. */

const DEFINITIONS: Definitions = {
  features: { calendars: { name: "Calendars" } },
  segments: {
    pro: { name: "Pro", of: "account", when: { kind: "attribute", attribute: "plan", equals: "pro" } },
    crowded: { name: "Crowded", of: "account", when: { kind: "metric", metric: "activeUsers", atLeast: 0 } },
    everybody: { name: "Everybody", of: "user", when: { kind: "metric", metric: "activeMs", atLeast: 0 } },
    onPro: { name: "On Pro", of: "user", when: { kind: "attribute", attribute: "plan", equals: "pro" } },
    onFree: { name: "On Free", of: "user", when: { kind: "attribute", attribute: "plan", equals: "free" } },
  },
};
/** More than are looked at together. */
const ACCOUNTS = 60;

async function useWorkspace() {
  const system = await startTestCollector();
  const { facts, records, path } = system.store;
  await applyDefinitions(DEFINITIONS, records, START_MS);
  const plan = (index: number): string => (index % 2 === 0 ? "pro" : "free");
  await facts.putAccounts(Array.from({ length: ACCOUNTS }, (_, index) => ({ id: `a_${index}`, plan: plan(index) })));
  await facts.putUsers([
    ...Array.from({ length: ACCOUNTS }, (_, index) => ({ id: `u_${index}`, accounts: [`a_${index}`] })),
    // Of both plans, and in accounts that aren't looked at together.
    { id: "shared", accounts: ["a_0", "a_59"] },
    { id: "unattached", accounts: [] },
  ]);
  await records.changeSegmentMembers([
    { of: "account", segment: "pro", subject: "a_0", kind: "joined", atMs: START_MS - 1 },
    { of: "user", segment: "everybody", subject: "gone", kind: "joined", atMs: START_MS - 1 },
    { of: "user", segment: "onFree", subject: "u_0", kind: "joined", atMs: START_MS - 1 },
  ]);
  const parts = {
    facts,
    records,
    definitions: async () => compileDefinitions(DEFINITIONS, 1),
    calendarOf: createWorkspaceCalendar,
    now: () => START_MS,
  };
  return { system, path, here: () => evaluateSegments(parts, null) };
}

test("it finds who has joined and left, whoever belongs to several accounts, or to none", async () => {
  const { system, path, here } = await useWorkspace();
  const onThread = createThreadEvaluation({ path, now: () => START_MS, here, minAccounts: ACCOUNTS });
  const [found, expected] = [await onThread(RUNNING), await here()];
  const sorted = (changes: readonly object[] = []) => changes.map((change) => JSON.stringify(change)).toSorted();
  expect(sorted(found?.changes)).toEqual(sorted(expected.changes));
  expect(found).toMatchObject({ atMs: START_MS, definitionVersion: expected.definitionVersion });
  const of = (segment: string) => expected.changes.filter((change) => change.segment === segment);
  expect(of("onPro").map(({ subject }) => subject)).toContain("shared");
  expect(of("everybody").map(({ subject }) => subject)).toContain("unattached");
  expect(of("onFree")).toContainEqual(expect.objectContaining({ subject: "u_0", kind: "left" }));
  await system.stop();
});

test("a small workspace needs none", async () => {
  const { system, path } = await useWorkspace();
  const mine = { changes: [], atMs: 1, definitionVersion: 7 };
  const evaluate = createThreadEvaluation({ path, now: () => START_MS, here: async () => mine });
  expect(await evaluate(RUNNING)).toBe(mine);
  await system.stop();
});

test("it ends with the collector", async () => {
  const { system, path, here } = await useWorkspace();
  const ending = new AbortController();
  const evaluation = createThreadEvaluation({ path, now: () => START_MS, here, minAccounts: 1 })(ending.signal);
  ending.abort();
  expect(await evaluation).toBeNull();
  await system.stop();
});
