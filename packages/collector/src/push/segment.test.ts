import { slotOf } from "@uptake/tracker/protocol";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";

const AT = new Date(START_MS).toISOString();

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({
    definitions: { features: {}, actions: { "Page Printed": { name: "Prints" } } },
  });
});
afterAll(() => system.stop());

const send = async (body: unknown, authorization = `Bearer ${system.secretKey}`) => {
  const response = await system.request("/v1/segment", { method: "POST", body, headers: { authorization } });
  return { status: response.status, body: (await response.json()) as unknown };
};
const taken = (accepted: number, ignored = 0) => ({ status: 200, body: { accepted, ignored, rejected: [] } });
const track = (event: string, messageId: string | undefined, more: object = {}) => ({
  type: "track",
  event,
  userId: "u_1",
  timestamp: AT,
  context: { groupId: "acme" },
  ...(messageId !== undefined && { messageId }),
  ...more,
});
/** A reply that names the events of a batch that aren't defined, by their first lines. */
const takenOf = (accepted: number, ...events: readonly (readonly [string, number, number?])[]) => ({
  status: 200,
  body: {
    ...taken(accepted).body,
    notDefined: events.map(([id, line, lines = 1]) => ({ field: "event", id, line, lines })),
  },
});
const countOf = async (action: string): Promise<number> => {
  const rows = await system.store.facts.actionTotals({ scope: ALL_ACCOUNTS, by: [] });
  return rows.filter((row) => row.action === action).reduce((sum, { count }) => sum + count, 0);
};

test("identify tells who somebody is: name, role, and the other traits as attributes", async () => {
  const traits = {
    name: "Uma",
    email: "uma@x.test",
    role: "admin",
    age: 41,
    vip: true,
    address: { city: "Rome" },
    list: [1],
  };
  expect(await send({ type: "identify", userId: "u_name", traits })).toEqual(taken(1));
  expect(await send({ type: "identify", userId: "u_parts", traits: { firstName: "Max", lastName: "Ro" } })).toEqual(
    taken(1),
  );
  const users = await system.store.facts.users(ALL_ACCOUNTS);
  expect(users.find(({ id }) => id === "u_name")).toMatchObject({
    name: "Uma",
    role: "admin",
    inRoster: true,
    attributes: { email: "uma@x.test", age: 41, vip: true },
  });
  expect(Object.keys(users.find(({ id }) => id === "u_name")?.attributes ?? {})).toHaveLength(3);
  expect(users.find(({ id }) => id === "u_parts")).toMatchObject({ name: "Max Ro", attributes: {} });
});

test("group tells of an account, and adds its user to those that belong to it", async () => {
  const group = (groupId: string) => ({
    type: "group",
    groupId,
    userId: "u_group",
    traits: { name: `Name of ${groupId}`, plan: "pro", industry: "care", createdAt: AT },
  });
  expect(await send({ batch: [group("first"), group("second"), { type: "group", groupId: "third" }] })).toEqual(
    taken(3),
  );
  const accounts = await system.store.facts.accounts(ALL_ACCOUNTS);
  expect(accounts.find(({ id }) => id === "first")).toMatchObject({
    name: "Name of first",
    plan: "pro",
    createdAt: START_MS,
    attributes: { industry: "care" },
  });
  const user = (await system.store.facts.users(ALL_ACCOUNTS)).find(({ id }) => id === "u_group");
  expect(user?.accounts.toSorted()).toEqual(["first", "second"]);
});

test("track counts once for each message, however often it is sent, and never any time", async () => {
  const batch = [track("Order Completed", "m1"), track("Order Completed", "m2"), track("Order Completed", "m1")];
  expect(await send({ batch })).toEqual(takenOf(3, ["Order Completed", 1, 3]));
  expect(await send({ batch: batch.toReversed() })).toEqual(takenOf(3, ["Order Completed", 1, 3]));
  expect(await countOf("Order Completed")).toBe(2);
  const { facts } = system.store;
  expect(await facts.pushed({ kind: "actions", scope: ALL_ACCOUNTS, account: "acme" })).toContainEqual({
    source: "segment",
    account: "acme",
    user: "u_1",
    action: "Order Completed",
    slot: slotOf(START_MS),
    count: 2,
  });
  expect(await facts.totals({ scope: ALL_ACCOUNTS, by: [] })).toEqual([{ activeMs: [0, 0, 0, 0], visits: 0 }]);
});

test("a track without an id is known by what it says", async () => {
  const message = track("Invited", undefined, { properties: { whom: "a" } });
  await send([message, message, { ...message, properties: { whom: "b" } }]);
  expect(await countOf("Invited")).toBe(2);
});

test("a track that names no account belongs to the one that its user is in, also when a group of the same batch says so", async () => {
  const alone = { ...track("Shared", "s1", { userId: "u_alone" }), context: {} };
  const reply = await send({ batch: [alone, { type: "group", groupId: "home", userId: "u_alone" }] });
  expect(reply).toEqual(takenOf(2, ["Shared", 1]));
  const nobody = await send({ ...alone, userId: "u_unheard", messageId: "s2" });
  expect(nobody.body).toEqual({
    accepted: 0,
    ignored: 0,
    rejected: [{ line: 1, reason: expect.stringContaining("It names no account") }],
  });
  const rows = await system.store.facts.pushed({ kind: "actions", scope: ALL_ACCOUNTS, account: "home" });
  expect(rows).toMatchObject([{ user: "u_alone", action: "Shared", count: 1 }]);
});

test("page, screen and alias are taken and ignored, and said to be; what can't be is named", async () => {
  const batch = [
    { type: "page", userId: "u_1", name: "Home" },
    { type: "screen" },
    { type: "alias", previousId: "a" },
    { type: "identify", anonymousId: "x" },
    { type: "group", groupId: "" },
    { type: "track", userId: "u_1" },
    track("Late", "l1", { timestamp: "soon" }),
    track("Early", "e1", { timestamp: new Date(START_MS + 3_600_000).toISOString() }),
    { type: "event" },
    7,
    track("Fine", "f1"),
  ];
  expect(await send({ batch })).toEqual({
    status: 200,
    body: {
      accepted: 1,
      ignored: 3,
      rejected: [
        { line: 4, reason: "userId is missing." },
        { line: 5, reason: 'groupId must be an id; it is "".' },
        { line: 6, reason: "event is missing." },
        { line: 7, reason: 'timestamp must be an ISO date; it is "soon".' },
        { line: 8, reason: expect.stringContaining("lies in the future") },
        { line: 9, reason: 'type must be identify, group, track, page, screen or alias; it is "event".' },
        { line: 10, reason: "The message is no object." },
      ],
      notDefined: [{ field: "event", id: "Fine", line: 11, lines: 1 }],
    },
  });
});

test("what the browser counts is refused and kept in the quarantine", async () => {
  const { body } = await send(track("Page Printed", "p1"));
  expect(body).toMatchObject({ accepted: 0, rejected: [{ line: 1, reason: expect.stringContaining("wrong_source") }] });
  const database = new DatabaseSync(system.storePath, { readOnly: true });
  const rows = database.prepare("SELECT reason, account, user FROM quarantine").all();
  database.close();
  expect(rows).toEqual([{ reason: "wrong_source", account: "acme", user: "u_1" }]);
});

test("a secret key proves itself as a bearer token or as the user name that Segment sends", async () => {
  const basic = (name: string): string => `Basic ${Buffer.from(`${name}:`).toString("base64")}`;
  expect(await send({ type: "screen" }, basic(system.secretKey))).toEqual(taken(0, 1));
  expect((await send({ type: "screen" }, basic("sk_nobody_has_this"))).status).toBe(401);
  expect((await send({ type: "screen" }, "Basic !")).status).toBe(401);
  // What is no text at all, and a name that no header could carry.
  expect((await send({ type: "screen" }, "Basic zzz")).status).toBe(401);
  expect((await send({ type: "screen" }, basic("ключ"))).status).toBe(401);
  expect((await system.request("/v1/segment", { method: "POST", body: {} })).status).toBe(401);
  const large = await send({ batch: Array.from({ length: 10_001 }, () => ({ type: "page" })) });
  expect([large.status, large.body]).toMatchObject([413, { detail: expect.stringContaining("10001 messages") }]);
});

test("a day without a time begins in the workspace's time zone", async () => {
  const there = await startTestCollector({ definitions: { features: {} }, timeZone: "America/New_York" });
  try {
    const batch = [
      { type: "group", groupId: "acme", traits: { createdAt: "2026-09-01" } },
      { type: "identify", userId: "u_1", traits: { createdAt: "2026-11-01" } },
      { type: "identify", userId: "u_2", traits: { createdAt: "2026-11-01T00:00:00Z" } },
      track("Paid", "p1", { timestamp: "2026-11-02" }),
    ];
    const { accepted } = (await (
      await there.request("/v1/segment", { method: "POST", body: batch, bearer: there.secretKey })
    ).json()) as { readonly accepted: number };
    expect(accepted).toBe(4);
    const { facts } = there.store;
    expect((await facts.accounts(ALL_ACCOUNTS)).map(({ createdAt }) => createdAt)).toEqual([Date.UTC(2026, 8, 1, 4)]);
    const users = await facts.users(ALL_ACCOUNTS);
    expect(users.map(({ createdAt }) => createdAt)).toEqual([Date.UTC(2026, 10, 1, 4), Date.UTC(2026, 10, 1)]);
    const [action] = await facts.pushed({ kind: "actions", scope: ALL_ACCOUNTS, account: "acme" });
    expect(action?.slot).toBe(slotOf(Date.UTC(2026, 10, 2, 5)));
  } finally {
    await there.stop();
  }
});
