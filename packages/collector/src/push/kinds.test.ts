import { DatabaseSync } from "node:sqlite";
import { slotOf } from "@uptake/tracker/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { createSecretKey } from "../auth/keys.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { DOOR_KINDS, type DoorKind } from "./push-schema.ts";

const SLOT = slotOf(START_MS);
const DAY = Date.UTC(2026, 10, 18) / 86_400_000;

let system: TestCollector;
let readingKey: string;
beforeAll(async () => {
  system = await startTestCollector({
    definitions: {
      features: { calendars: { name: "Calendars" } },
      actions: {
        "booking.completed": { name: "Bookings" },
        "email.sent": { name: "E-mails", source: "server", feature: "calendars" },
      },
    },
  });
  const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
  const { key, record } = createSecretKey(["read"], random, START_MS);
  await system.store.records.createKey(record);
  readingKey = key;
});
afterAll(() => system.stop());

async function put(kind: DoorKind, rows: readonly unknown[], bearer = system.secretKey): Promise<unknown> {
  const body = rows.map((row) => JSON.stringify(row)).join("\n");
  const headers = { "content-type": "application/x-ndjson" };
  return (await system.request(`/v1/${kind}`, { method: "PUT", bearer, headers, body })).json();
}

/** A line that holds, and lines that don't with the sentence that each is refused with. */
const LINES: {
  readonly [Kind in DoorKind]: {
    readonly good: object;
    readonly bad: readonly (readonly [object | number, string])[];
  };
} = {
  accounts: {
    good: {
      id: "acme",
      premium: true,
      parent: "holding",
      subscription: "past_due",
      subscriptionStartedAt: 5,
      subscriptionEndedAt: null,
      assignments: { csm: "maya" },
      attributes: { industry: "care", seats: 5, vip: false, none: null },
    },
    bad: [
      [
        { id: "x", subscription: "free" },
        'subscription must be one of active, trialing, past_due, paused, cancelled, none; it is "free".',
      ],
      [{ id: "x", premium: 1 }, "premium must be true or false; it is 1."],
      [
        { id: "x", parent: "" },
        'parent must be an id: 1 to 128 characters, none of them a control character, and not constructor, prototype or __proto__; it is "".',
      ],
      [{ id: "x", parent: "x" }, "The parent is this account itself, or a part of it."],
      [
        { id: "x", assignments: { csm: 7 } },
        "assignments.csm must be an id: 1 to 128 characters, none of them a control character, and not constructor, prototype or __proto__; it is 7.",
      ],
      [
        { id: "x", attributes: { a: "y".repeat(501) } },
        expect.stringMatching(/^attributes\.a may have 500 characters at most/) as unknown as string,
      ],
      [
        { id: "x", attributes: { a: [1] } },
        "attributes.a must be a string of 500 characters at most, a number, true, false or null; it is Array.",
      ],
      [{ id: "x", attributes: "a" }, 'attributes must be an object; it is "a".'],
      [
        { id: "x", attributes: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`a${index}`, 1])) },
        "attributes may have 50 entries at most; it is 51.",
      ],
    ],
  },
  users: {
    good: { id: "u_1", name: "Uma", accounts: ["acme"], attributes: { email: "uma@x.test" } },
    bad: [
      [{ id: "u", accounts: "acme" }, 'accounts must be a list of account ids; it is "acme".'],
      [{ id: "u", attributes: { "": 1 } }, expect.stringContaining("has a key that is no id") as unknown as string],
    ],
  },
  seats: {
    good: { account: "acme", module: "plan", licensed: 10, users: ["u_1"] },
    bad: [
      [{ account: "acme", licensed: 1 }, "module is missing."],
      [{ account: "acme", module: "plan", licensed: -1 }, "licensed must not be negative; it is -1."],
      [
        { account: "acme", module: "plan", users: ["u", 7] },
        "users.1 must be an id: 1 to 128 characters, none of them a control character, and not constructor, prototype or __proto__; it is 7.",
      ],
    ],
  },
  assets: {
    good: { id: "w", account: "acme", type: "flow", configured: true, runs: 3 },
    bad: [[{ id: "w", account: "acme" }, "type is missing."]],
  },
  actions: {
    good: { account: "acme", user: "u_1", action: "email.sent", at: START_MS, count: 4 },
    bad: [
      [{ account: "acme", action: "a", count: 1 }, "Give either slot or at."],
      [{ account: "acme", action: "a", count: 1, slot: SLOT, at: START_MS }, "Give either slot or at."],
      [{ account: "acme", action: "a", count: 1.5, slot: SLOT }, "count must be a whole number; it is 1.5."],
      [{ account: "acme", action: "a", count: 1, slot: SLOT + 2 }, `The slot ${SLOT + 2} lies in the future.`],
      [
        { account: "acme", user: "u_1", action: "booking.completed", count: 1, slot: SLOT },
        'The definitions let the browser count "booking.completed" (wrong_source). Give it the source "server" there, or leave it to the browser.',
      ],
    ],
  },
  gauges: {
    good: { account: "acme", gauge: "bandwidth", day: "2026-11-18", value: 1.5, unit: "GB" },
    bad: [
      [
        { account: "acme", gauge: "g", day: "18.11.2026", value: 1 },
        'day must be a day such as 2026-11-18; it is "18.11.2026".',
      ],
      [
        { account: "acme", gauge: "g", day: "2026-02-30", value: 1 },
        'day must be a day that exists, such as 2026-11-18; it is "2026-02-30".',
      ],
      [{ account: "acme", gauge: "g", day: "2026-11-18" }, "value is missing."],
      [{ account: "acme", gauge: "g", day: "2026-11-18", value: "1" }, 'value must be a number; it is "1".'],
    ],
  },
  touchpoints: {
    good: { id: "t", account: "acme", user: "u_1", kind: "meeting", at: START_MS, by: "Maya", note: "Line\nbreak" },
    bad: [
      [
        { id: "t2", account: "acme", kind: "letter", at: 1 },
        'kind must be one of email, meeting, call, support; it is "letter".',
      ],
      [
        { id: "t2", account: "acme", kind: "call", at: 1, note: "\u0000" },
        expect.stringContaining("note must have no control characters but line breaks and tabs") as unknown as string,
      ],
      [
        { id: "t2", account: "acme", kind: "call", at: 1, note: "n".repeat(501) },
        expect.stringContaining("note may have 500 characters at most") as unknown as string,
      ],
    ],
  },
  responses: {
    good: { id: "r", account: "acme", user: "u_1", score: 0, at: START_MS, comment: "Slow" },
    bad: [
      [{ id: "r2", account: "acme", user: "u_1", score: 11, at: 1 }, "score must be 10 at most; it is 11."],
      [{ id: "r2", account: "acme", score: 1, at: 1 }, "user is missing."],
      [
        { id: "r2", account: "acme", user: "u_1", score: 1, at: 1, comment: "c".repeat(2_001) },
        expect.stringContaining("comment may have 2000 characters at most") as unknown as string,
      ],
    ],
  },
  pillars: {
    good: { account: "acme", pillar: "service", score: 60, source: "desk", at: START_MS },
    bad: [
      [
        { account: "acme", pillar: "adoption", score: 1, at: 1 },
        'pillar must be one of relationship, service, financial; it is "adoption".',
      ],
      [{ account: "acme", pillar: "service", score: 101, at: 1 }, "score must be 100 at most; it is 101."],
    ],
  },
  presence: {
    good: { account: "acme", user: "u_1", day: "2026-11-19" },
    bad: [
      [{ account: "acme", user: "u_1" }, "day is missing."],
      // In the first zones tomorrow has begun; the day after it nowhere.
      [{ account: "acme", user: "u_1", day: "2026-11-20" }, "The day 2026-11-20 lies in the future."],
      [7, "The line is no object."],
    ],
  },
  annotations: {
    good: { id: "n", kind: "release", day: "2026-11-18", name: "2.0" },
    bad: [
      [
        { id: "n2", kind: "party", day: "2026-11-18", name: "x" },
        'kind must be one of training, release, other; it is "party".',
      ],
    ],
  },
};

describe.each(DOOR_KINDS)("PUT /v1/%s", (kind) => {
  const { good, bad } = LINES[kind];

  test("takes the lines that hold and names each other one, first and last", async () => {
    const lines = [bad[0]?.[0], good, ...bad.slice(1).map(([line]) => line), good];
    const rejected = bad.map(([, reason], index) => ({ line: index === 0 ? 1 : index + 2, reason }));
    expect(await put(kind, lines)).toEqual({ accepted: 2, rejected });
  });

  test("needs a secret key that may write", async () => {
    expect(await put(kind, [good], readingKey)).toMatchObject({ status: 403, type: "/problems/scope-missing" });
    expect(await put(kind, [good], "sk_nobody_has_this")).toMatchObject({ status: 401 });
  });
});

test("what was told is there, in whole, with its days and slots", async () => {
  for (const kind of DOOR_KINDS) await put(kind, [LINES[kind].good]);
  const { facts } = system.store;
  const scope = ALL_ACCOUNTS;
  expect((await facts.accounts(scope)).find(({ id }) => id === "acme")).toMatchObject({
    premium: true,
    parent: "holding",
    subscription: "past_due",
    assignments: { csm: "maya" },
    attributes: { industry: "care", seats: 5, vip: false },
  });
  expect(await facts.pushed({ kind: "seats", scope })).toEqual([
    { account: "acme", module: "plan", licensed: 10, users: ["u_1"] },
  ]);
  expect(await facts.pushed({ kind: "gauges", scope })).toMatchObject([{ day: DAY, value: 1.5, unit: "GB" }]);
  expect(await facts.pushed({ kind: "presence", scope })).toEqual([{ account: "acme", user: "u_1", day: DAY + 1 }]);
  expect(await facts.pushed({ kind: "actions", scope })).toMatchObject([
    { source: "", user: "u_1", action: "email.sent", slot: SLOT, count: 4 },
  ]);
  expect(await facts.pushed({ kind: "responses", scope })).toMatchObject([{ score: 0, comment: "Slow" }]);
  expect(await facts.verify()).toEqual([]);
});

test("a refused account leaves no trace, and neither does its parent", async () => {
  const full = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`a${index}`, index]));
  const lines = [
    { id: "own", parent: "own" },
    { id: "full", attributes: full },
    { id: "full", parent: "above", attributes: { more: 1 } },
    { id: "full", parent: "holder" },
    { id: "holder", parent: "full" },
  ];
  const reply = (await put("accounts", lines)) as { rejected: readonly { line: number }[] };
  expect(reply.rejected.map(({ line }) => line)).toEqual([1, 3, 5]);
  const known = (await system.store.facts.accounts(ALL_ACCOUNTS)).map(({ id }) => id);
  expect(known.filter((id) => ["own", "full", "above", "holder"].includes(id)).toSorted()).toEqual(["full", "holder"]);
});

test("an action that the browser counts is in the quarantine, and in no count", async () => {
  await put("actions", [{ account: "forged", user: "u_9", action: "booking.completed", count: 9, slot: SLOT }]);
  const database = new DatabaseSync(system.storePath, { readOnly: true });
  const rows = database.prepare("SELECT reason, account, user, slot FROM quarantine WHERE account = 'forged'").all();
  database.close();
  expect(rows).toEqual([{ reason: "wrong_source", account: "forged", user: "u_9", slot: SLOT }]);
  expect(await system.store.facts.actionTotals({ scope: ALL_ACCOUNTS, by: [], account: "forged" })).toEqual([]);
});

test("a batch of thousands is written in pieces, each line of it answered", async () => {
  const rows = Array.from({ length: 12_000 }, (_, index) =>
    index % 1_000 === 999
      ? { account: "big" }
      : { account: "big", user: `u${index % 50}`, action: "x", slot: index, count: 1 },
  );
  const reply = (await put("actions", rows)) as { accepted: number; rejected: readonly { line: number }[] };
  expect(reply.accepted).toBe(11_988);
  expect(reply.rejected.map(({ line }) => line)).toEqual(Array.from({ length: 12 }, (_, index) => (index + 1) * 1_000));
  expect(await system.store.facts.pushed({ kind: "actions", scope: ALL_ACCOUNTS, account: "big" })).toHaveLength(
    11_988,
  );
});
