import { afterAll, beforeAll, expect, test } from "vitest";
import { cellOf, START_MS, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { AccountsReply, ExplainReply, HistoryReply } from "./contract.ts";
import { startDoorWorkspace, type Use } from "./test-support/door-workspace.ts";
import { readJson } from "./test-support/report-workspace.ts";
import { valueFromList } from "./test-support/value-from-list.ts";

const DAY_MS = 86_400_000;
const MINUTES = [1, 2, 3, 4, 5, 6];

/** Six accounts on a plan with 1 to 6 minutes each, one that has left, one on another plan, one that only turned up. */
let system: TestCollector;
beforeAll(async () => {
  const used = (account: string, minutes: number): Use => [
    account,
    `u_${account}`,
    cellOf("inbox", START_MS - DAY_MS, minutes * 60_000),
  ];
  const names = MINUTES.map((minutes) => `a${minutes}`);
  system = await startDoorWorkspace({
    definitions: { features: { inbox: { name: "Inbox", thresholdMs: 180_000 } } },
    accounts: [
      ...names.map((id) => ({ id, name: id.toUpperCase(), plan: "pro" })),
      { id: "gone", plan: "pro", churnedAt: START_MS - DAY_MS },
      { id: "other", plan: "free" },
    ],
    users: [],
    used: [...MINUTES.map((minutes) => used(`a${minutes}`, minutes)), used("gone", 9), used("stranger", 9)],
  });
});
afterAll(() => system.stop());

const explain = (query: string) => readJson<ExplainReply>(system, `/v1/explain?${query}`);

test("an account's time stands among those that the filters leave, with their median and mean, and opens as theirs", async () => {
  const reply = await explain("number=activeMsAmongPeers&peersOf=a5&plan=pro");
  expect(reply.value).toBe(80);
  expect(valueFromList(reply)).toEqual({ value: 80 });
  expect(reply.terms.map(({ name, value }) => [name, value])).toEqual([
    ["Below, equal ones by half", 4],
    ["Its own", 300_000],
    ["Median of the peers", 180_000],
    ["Mean of the peers", 192_000],
    ["Peers", 5],
  ]);
  expect(reply.rows.map(({ id, value }) => [id, value])).toEqual([
    ["a6", 360_000],
    ["a4", 240_000],
    ["a3", 180_000],
    ["a2", 120_000],
    ["a1", 60_000],
  ]);
  const opening = [...reply.rows, ...reply.terms].flatMap(({ value, opens }) =>
    opens ? [[value, opens] as const] : [],
  );
  expect(opening).toHaveLength(10);
  for (const [value, { address }] of opening) {
    const opened = await readJson<ExplainReply>(system, address);
    expect([opened.value, valueFromList(opened).value]).toEqual([value, value]);
  }
});

test("without a filter everybody in the roster who is still there is a peer, used or not", async () => {
  const reply = await explain("number=activeMsAmongPeers&peersOf=a1");
  expect(reply.rows.map(({ id }) => id)).toEqual(["a6", "a5", "a4", "a3", "a2", "other"]);
  expect(reply.value).toBe(100 / 6);
});

test("fewer than five peers, and an account that isn't among them, have no such number, and it says why", async () => {
  const few = await explain("number=activeMsAmongPeers&peersOf=other&plan=free");
  expect([few.value, few.rows, few.excluded]).toEqual([
    null,
    [],
    [{ what: "Peers", why: "Fewer than 5 would tell one account about another.", value: 0 }],
  ]);
  const outside = await explain("number=activeMsAmongPeers&peersOf=other&plan=pro");
  expect(outside.excluded).toEqual([
    { what: "Peers", why: "The account isn't among those that were asked for.", value: null },
  ]);
});

test("adoption and health stand there as the list of accounts has them", async () => {
  const { rows } = await readJson<AccountsReply>(system, "/v1/accounts?plan=pro");
  for (const [number, column] of [
    ["adoptionAmongPeers", "adoptionPercent"],
    ["healthAmongPeers", "healthScore"],
  ] as const) {
    const values = new Map(rows.filter(({ account }) => account !== "gone").map((row) => [row.account, row[column]]));
    const reply = await explain(`number=${number}&peersOf=a3&plan=pro`);
    expect([number, reply.terms[1]?.value]).toEqual([number, values.get("a3")]);
    expect(new Map(reply.rows.map(({ id, value }) => [id, value]))).toEqual(
      new Map([...values].filter(([account]) => account !== "a3")),
    );
    expect(reply.value).toBe(valueFromList(reply).value);
  }
});

test("it has a history like any number", async () => {
  const { points } = await readJson<HistoryReply>(
    system,
    "/v1/history?number=activeMsAmongPeers&peersOf=a5&plan=pro&bucket=day&points=2",
  );
  expect(points.at(-1)?.value).toBe(80);
});
