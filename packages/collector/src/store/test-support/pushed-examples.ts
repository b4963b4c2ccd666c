import type { Facts } from "../facts.ts";
import type { PushedKind, PushWrites } from "../pushed.ts";
import { NOW_MS, SLOT, TODAY } from "./harness.ts";

/** So many days before the tests begin, Unix ms. */
export const at = (daysAgo: number): number => NOW_MS - daysAgo * 86_400_000;

/** Rows of every kind, of two accounts, and what is read of them. */
export const EXAMPLES: {
  readonly [Kind in Extract<PushedKind, keyof PushWrites>]: {
    readonly rows: readonly PushWrites[Kind][];
    readonly ofA: readonly object[];
    readonly ofB: readonly object[];
  };
} = {
  seats: {
    rows: [
      { account: "a", module: "plan", licensed: 10 },
      { account: "a", module: "talk", users: ["u_2", "u_1"] },
      { account: "b", module: "plan", licensed: 0, users: [] },
    ],
    ofA: [
      { account: "a", module: "plan", licensed: 10, users: null },
      { account: "a", module: "talk", licensed: null, users: ["u_1", "u_2"] },
    ],
    ofB: [{ account: "b", module: "plan", licensed: 0, users: [] }],
  },
  actions: {
    rows: [
      { account: "a", user: "u_1", action: "sent", slot: SLOT, count: 3 },
      { source: "crm", account: "a", action: "sent", slot: SLOT, count: 4 },
      { account: "b", action: "sent", slot: SLOT, count: 5 },
    ],
    ofA: [
      { source: "", account: "a", user: "u_1", action: "sent", slot: SLOT, count: 3 },
      { source: "crm", account: "a", user: null, action: "sent", slot: SLOT, count: 4 },
    ],
    ofB: [{ source: "", account: "b", user: null, action: "sent", slot: SLOT, count: 5 }],
  },
  gauges: {
    rows: [
      { account: "a", gauge: "bandwidth", day: TODAY - 1, value: 1.5, unit: "GB" },
      { account: "a", gauge: "bandwidth", day: TODAY, value: 0 },
      { account: "b", gauge: "bandwidth", day: TODAY, value: -2 },
    ],
    ofA: [
      { account: "a", gauge: "bandwidth", unit: "GB", day: TODAY - 1, value: 1.5 },
      { account: "a", gauge: "bandwidth", unit: "GB", day: TODAY, value: 0 },
    ],
    ofB: [{ account: "b", gauge: "bandwidth", unit: "GB", day: TODAY, value: -2 }],
  },
  touchpoints: {
    rows: [
      { id: "t1", account: "a", user: "u_1", kind: "call", at: at(1), by: "Maya", note: "Renewal" },
      { id: "t2", account: "b", kind: "email", at: at(0) },
    ],
    ofA: [{ id: "t1", account: "a", user: "u_1", kind: "call", at: at(1), by: "Maya", note: "Renewal" }],
    ofB: [{ id: "t2", account: "b", user: null, kind: "email", at: at(0), by: null, note: null }],
  },
  responses: {
    rows: [
      { id: "r1", account: "a", user: "u_1", score: 0, at: at(1), comment: "Too slow" },
      { id: "r2", account: "b", user: "u_1", score: 10, at: at(0) },
    ],
    ofA: [{ id: "r1", account: "a", user: "u_1", score: 0, at: at(1), comment: "Too slow" }],
    ofB: [{ id: "r2", account: "b", user: "u_1", score: 10, at: at(0), comment: null }],
  },
  pillars: {
    rows: [
      { account: "a", pillar: "service", score: 0, source: "desk", at: at(1) },
      { account: "b", pillar: "financial", score: 100, at: at(0) },
    ],
    ofA: [{ account: "a", pillar: "service", score: 0, source: "desk", at: at(1) }],
    ofB: [{ account: "b", pillar: "financial", score: 100, source: "", at: at(0) }],
  },
  presence: {
    rows: [
      { day: TODAY - 1, account: "a", user: "u_1" },
      { day: TODAY, account: "b", user: "u_1" },
    ],
    ofA: [{ day: TODAY - 1, account: "a", user: "u_1" }],
    ofB: [{ day: TODAY, account: "b", user: "u_1" }],
  },
  annotations: {
    rows: [
      { id: "n1", account: "a", kind: "training", day: TODAY - 1, name: "Workshop" },
      { id: "n2", account: "b", kind: "other", day: TODAY, name: "Moved" },
    ],
    ofA: [{ id: "n1", account: "a", kind: "training", day: TODAY - 1, name: "Workshop" }],
    ofB: [{ id: "n2", account: "b", kind: "other", day: TODAY, name: "Moved" }],
  },
};

export type ExampleKind = keyof typeof EXAMPLES;
export const KINDS = Object.keys(EXAMPLES) as readonly ExampleKind[];

/** Tells all examples of a kind. */
export async function pushExamples(facts: Facts, kind: ExampleKind): Promise<void> {
  await facts.push(kind, EXAMPLES[kind].rows, NOW_MS);
}
