import { afterAll, beforeAll, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { slotOf, slotStartMs } from "@uptake/tracker/protocol";

const SLOT = slotOf(START_MS);
/** Long before the watermark. */
const OLD_SLOT = SLOT - 100 * 96;
const ROW = { account: "acme", user: "u_1", feature: "calendars", slot: OLD_SLOT, activeMs: 60_000 };

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({
    definitions: {
      features: { calendars: { name: "Calendars" } },
      actions: { "invoice.paid": { name: "Paid", source: "server" }, sent: { name: "Sent" } },
    },
  });
});
afterAll(() => system.stop());

async function put(rows: readonly unknown[], bearer = system.secretKey): Promise<unknown> {
  return (await system.request("/v1/usage", { method: "PUT", body: rows, bearer })).json();
}

async function totalsOf(account: string): Promise<unknown> {
  const { facts } = system.store;
  const [totals] = await facts.totals({ scope: ALL_ACCOUNTS, by: [], account });
  const actions = await facts.actionTotals({ scope: ALL_ACCOUNTS, by: [], account });
  expect(await facts.verify()).toEqual([]);
  return [totals?.activeMs, totals?.visits, actions.map(({ action, count }) => `${action} ${count}`)];
}

test("history counts once, however often it is told and folded in between; what is told anew takes its place", async () => {
  const rows = [
    { ...ROW, visits: 3, actions: { sent: 2 } },
    { ...ROW, slot: SLOT - 10, activeMs: [1_000, 2_000, 2_000, 3_000] },
  ];
  expect(await put(rows)).toEqual({ accepted: 2, rejected: [] });
  const once = [[61_000, 62_000, 62_000, 63_000], 3, ["sent 2"]];
  expect(await totalsOf("acme")).toEqual(once);
  await system.store.facts.fold(SLOT);
  expect(await put(rows)).toEqual({ accepted: 2, rejected: [] });
  expect(await totalsOf("acme")).toEqual(once);
  expect(await put([{ ...ROW, activeMs: 30_000 }])).toEqual({ accepted: 1, rejected: [] });
  expect(await totalsOf("acme")).toEqual([[31_000, 32_000, 32_000, 33_000], 0, []]);
});

test("sources have rows of their own", async () => {
  const row = { ...ROW, account: "sources" };
  await put([row, { ...row, source: "other" }]);
  await put([{ ...row, source: "import", activeMs: 1_000 }]);
  expect(await totalsOf("sources")).toEqual([[61_000, 61_000, 61_000, 61_000], 0, []]);
});

test("of two lines that tell something else of one slot the later is refused, whatever order they have", async () => {
  const tell = (account: string, minutes: number, activeMs: number) => ({
    account,
    user: "u_1",
    feature: "calendars",
    at: slotStartMs(OLD_SLOT) + minutes * 60_000,
    activeMs,
  });
  for (const [account, first, second] of [
    ["forth", tell("forth", 0, 60_000), tell("forth", 5, 30_000)],
    ["back", tell("back", 5, 30_000), tell("back", 0, 60_000)],
    // Two minutes at two moments of a slot are four, not two.
    ["alike", tell("alike", 0, 60_000), tell("alike", 5, 60_000)],
  ] as const) {
    const others = { ...first, user: "u_2" };
    const many = Array.from({ length: 1_000 }, (_, index) => ({ ...others, at: first.at - (index + 1) * 900_000 }));
    expect(await put([first, ...many, others, second])).toEqual({
      accepted: 1_002,
      rejected: [
        {
          line: 1_003,
          reason: `Line 1 tells of the same person, feature and 15 minutes (${new Date(slotStartMs(OLD_SLOT)).toISOString()}) from the same source, and only one of them can be kept. Add both up in one line.`,
        },
      ],
    });
    expect(await totalsOf(account)).toEqual([expect.arrayContaining([first.activeMs * 1_002]), 0, []]);
  }
});

test("a line that is repeated in a batch counts once, also where the parts of it have another order", async () => {
  const row = { ...ROW, account: "repeated", actions: { sent: 1, other: 2 } };
  const reordered = { actions: { other: 2, sent: 1 }, visits: 0, ...ROW, account: "repeated" };
  expect(await put([row, reordered, row, { ...row, source: "another" }])).toMatchObject({ accepted: 4, rejected: [] });
  expect(await totalsOf("repeated")).toMatchObject([[120_000, 120_000, 120_000, 120_000], 0, expect.anything()]);
  // Another batch tells anew, and takes the place of what was told.
  expect(await put([{ ...row, activeMs: 30_000 }])).toMatchObject({ accepted: 1, rejected: [] });
});

test("features that the definitions don't have are named", async () => {
  const row = { ...ROW, account: "misspelt" };
  expect(await put([row, { ...row, feature: "calendar" }])).toEqual({
    accepted: 2,
    rejected: [],
    notDefined: [{ field: "feature", id: "calendar", line: 2, lines: 1 }],
  });
});

test("what doesn't hold is named and spoils nothing else, what was taken out stays so", async () => {
  const row = { ...ROW, account: "named" };
  await system.store.facts.backfill("x", [{ ...row, activeMs: [1, 1, 1, 1], visits: 0, actions: {} }], START_MS);
  const time = { fromSlot: OLD_SLOT, toSlot: OLD_SLOT + 1 };
  await system.store.facts.void({ kind: "user", user: "u_1", account: "named", ...time }, { actor: "x", atMs: 1 });
  const bad: readonly (readonly [object, string])[] = [
    [{ ...row, activeMs: 900_001 }, "activeMs must be 900000 at most; it is 900001."],
    [{ ...row, activeMs: [4, 3, 2, 1] }, "activeMs must"],
    [{ ...row, visits: 3_601 }, "visits must be 3600 at most"],
    [{ ...row, actions: { sent: 10_001 } }, "actions.sent must be 10000 at most"],
    [{ ...row, feature: "__proto__" }, "feature must be an id"],
    [{ ...row, at: 5 }, "Give either slot or at"],
    [{ ...row, slot: SLOT + 9 }, "lies in the future"],
    [{ ...row, actions: { "invoice.paid": 1 } }, "wrong_source"],
    [row, "voided"],
    [{ account: "named", user: "u_1", feature: "calendars", slot: 5 }, "activeMs is missing"],
  ];
  const good = { ...row, slot: OLD_SLOT + 1 };
  const reply = (await put([...bad.map(([line]) => line), good])) as {
    readonly accepted: number;
    readonly rejected: readonly { readonly line: number; readonly reason: string }[];
  };
  expect(reply.accepted).toBe(1);
  expect(reply.rejected.map(({ line }) => line)).toEqual(bad.map((_, index) => index + 1));
  for (const [index, [, reason]] of bad.entries()) expect(reply.rejected[index]?.reason).toContain(reason);
  expect(await totalsOf("named")).toEqual([[60_000, 60_000, 60_000, 60_000], 0, []]);
});

test("a public key, or a page, tells no history", async () => {
  expect(await put([ROW], system.publicKey)).toMatchObject({ status: 401 });
  const headers = { origin: "https://app.test" };
  const page = await system.request("/v1/usage", { method: "PUT", body: [ROW], bearer: system.secretKey, headers });
  expect(await page.json()).toMatchObject({ status: 403, type: "/problems/secret-in-browser" });
});
