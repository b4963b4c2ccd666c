import { DatabaseSync } from "node:sqlite";
import type { CollectReply } from "@uptake/tracker/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
  type TestRequest,
} from "../../../../tests/support/test-collector.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";

const SLOT = Math.floor(START_MS / 900_000);
const DEFINITIONS = {
  features: { calendars: { name: "Calendars" } },
  actions: {
    "booking.completed": { name: "Bookings" },
    "invoice.paid": { name: "Invoices", source: "server" as const },
  },
};

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({ definitions: DEFINITIONS });
});
afterAll(() => system.stop());

const good = cellOf("calendars", START_MS, 60_000);
const post = (options: TestRequest): Promise<Response> =>
  system.request(`/v1/collect?key=${system.publicKey}`, { method: "POST", ...options });
const replyOf = async (response: Promise<Response>): Promise<CollectReply> =>
  (await response).json() as Promise<CollectReply>;

async function totalMs(account: string): Promise<number> {
  const rows = await system.store.facts.totals({ scope: ALL_ACCOUNTS, by: [], account });
  return rows.reduce((sum, { activeMs }) => sum + activeMs[1], 0);
}

describe("a request that is accepted", () => {
  test("is acknowledged by writer and sequence number when its cells are stored", async () => {
    const response = await system.collect({ id: writerId("ack"), seq: 7, account: "ack", user: "u", cells: [good] });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ now: START_MS, accepted: [{ id: writerId("ack"), seq: 7 }], rejected: [] });
    expect(await totalMs("ack")).toBe(60_000);
  });

  test("changes nothing when it comes again, and heals when it comes late or out of order", async () => {
    const writer = { id: writerId("again"), account: "again", user: "u" };
    const later = cellOf("calendars", START_MS, 90_000, { visits: 2 });
    for (const cell of [later, good, later, good]) await system.collect({ ...writer, cells: [cell] });
    expect(await totalMs("again")).toBe(90_000);
  });

  test.each(["text/plain", "text/plain;charset=UTF-8", "application/json"])("may be sent as %s", async (type) => {
    const body = { v: 1, sdk: "x", sentAt: 1, writers: [] };
    expect((await post({ headers: { "content-type": type }, body })).status).toBe(200);
  });

  test("may hold fields that nobody knows yet", async () => {
    const cell = { ...good, future: { deep: [1] }, vitals: { lcpMs: 900, ttfbMs: 3 } };
    const writer = { id: writerId("fields"), seq: 1, account: "fields", user: "u", color: "red", cells: [cell] };
    const body = { v: 1, sdk: "9.9.9", sentAt: 1, host: "x", writers: [writer] };
    expect(await replyOf(post({ body }))).toMatchObject({ accepted: [{ seq: 1 }], rejected: [] });
    expect(await totalMs("fields")).toBe(60_000);
  });
});

describe("a cell that does not hold", () => {
  const broken: readonly (readonly [string, unknown, string])[] = [
    ["no object", 7, "malformed"],
    ["no feature", { ...good, feature: undefined }, "malformed"],
    ["a prototype key as feature", { ...good, feature: "__proto__" }, "malformed"],
    ["a feature with a lone surrogate", { ...good, feature: "a\uD800" }, "malformed"],
    ["a feature that is too long", { ...good, feature: "f".repeat(129) }, "malformed"],
    ["a slot with a fraction", { ...good, slot: SLOT + 0.5 }, "malformed"],
    ["a negative slot", { ...good, slot: -1 }, "malformed"],
    ["three limits instead of four", { ...good, activeMs: [1, 1, 1] }, "malformed"],
    ["limits that fall", { ...good, activeMs: [2, 1, 3, 4] }, "malformed"],
    ["negative time", { ...good, activeMs: [-1, 1, 1, 1] }, "malformed"],
    ["a fraction of a millisecond", { ...good, activeMs: [0.5, 1, 1, 1] }, "malformed"],
    ["time as text", { ...good, activeMs: ["1", 1, 1, 1] }, "malformed"],
    ["more time than a slot has", { ...good, activeMs: [1, 1, 1, 900_001] }, "active_exceeds_slot"],
    ["too many visits", { ...good, visits: 3_601 }, "visits_exceed_limit"],
    ["too many actions", { ...good, actions: { a: 10_001 } }, "actions_exceed_limit"],
    [
      "too many action names",
      { ...good, actions: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`a${i}`, 1])) },
      "actions_exceed_limit",
    ],
    ["actions that are a list", { ...good, actions: [1] }, "malformed"],
    ["a slot in the future", { ...good, slot: SLOT + 1 }, "slot_in_future"],
    ["a slot below the watermark", { ...good, slot: SLOT - 36 * 96 }, "slot_too_old"],
  ];

  test.each(broken)("is refused by name and spoils no neighbour: %s", async (what, cell, reason) => {
    const account = `broken ${what}`;
    const reply = await replyOf(
      system.collect(
        { id: writerId("brokenA"), account, user: "u", cells: [cell, good] },
        { id: writerId("brokenB"), account, user: "u", cells: [good] },
      ),
    );
    expect(reply.accepted.map(({ id }) => id)).toEqual([writerId("brokenA"), writerId("brokenB")]);
    expect(reply.rejected).toEqual([expect.objectContaining({ id: writerId("brokenA"), reason })]);
    expect(await totalMs(account)).toBe(120_000);
  });

  test("is refused when an action is named like a prototype key, which JSON can carry", async () => {
    const cell = JSON.stringify({ ...good, actions: { x: 1 } }).replace('"x"', '"__proto__"');
    const writer = `{"id":"${writerId("proto")}","seq":1,"account":"proto","user":"u","cells":[${cell}]}`;
    const reply = await replyOf(post({ body: `{"v":1,"sdk":"x","sentAt":1,"writers":[${writer}]}` }));
    expect(reply.rejected).toEqual([{ id: writerId("proto"), feature: "calendars", slot: SLOT, reason: "malformed" }]);
  });

  test("at exactly the limits is accepted", async () => {
    const cell = {
      ...good,
      slot: Math.floor((START_MS + 300_000) / 900_000),
      activeMs: [0, 0, 900_000, 900_000],
      visits: 3_600,
      actions: Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`a${i}`, 10_000])),
    };
    const reply = await replyOf(
      system.collect({ id: writerId("edge"), account: "edge", user: "u".repeat(128), cells: [cell] }),
    );
    expect(reply.rejected).toEqual([]);
  });

  test("may begin five minutes ahead of the collector's clock, not more", async () => {
    const next = cellOf("calendars", (SLOT + 1) * 900_000, 1_000);
    system.clock.nowMs = (SLOT + 1) * 900_000 - 300_001;
    const early = await replyOf(system.collect({ id: writerId("skew"), account: "skew", user: "u", cells: [next] }));
    system.clock.nowMs += 1;
    const inTime = await replyOf(system.collect({ id: writerId("skew"), account: "skew", user: "u", cells: [next] }));
    system.clock.nowMs = START_MS;
    expect(early.rejected.map(({ reason }) => reason)).toEqual(["slot_in_future"]);
    expect(inTime.rejected).toEqual([]);
  });

  test("lives without the actions that only the server counts", async () => {
    const cell = { ...good, actions: { "invoice.paid": 3, "booking.completed": 1, unknown: 2 } };
    const reply = await replyOf(
      system.collect({ id: writerId("source"), account: "source", user: "u", cells: [cell] }),
    );
    expect(reply.rejected).toEqual([
      { id: writerId("source"), feature: "calendars", slot: SLOT, reason: "wrong_source" },
    ]);
    expect(await totalMs("source")).toBe(60_000);
    const actions = await system.store.facts.actionTotals({ scope: ALL_ACCOUNTS, by: [], account: "source" });
    expect(actions.map(({ action, count }) => [action, count]).toSorted()).toEqual([
      ["booking.completed", 1],
      ["unknown", 2],
    ]);
    const database = new DatabaseSync(system.storePath, { readOnly: true });
    const kept = database
      .prepare("SELECT reason, writer, feature, slot FROM quarantine WHERE account = 'source'")
      .all();
    database.close();
    expect(kept).toEqual([{ reason: "wrong_source", writer: writerId("source"), feature: "calendars", slot: SLOT }]);
  });
});

describe("the name of a cell", () => {
  const send = async (account: string, feature: string, name: unknown) => {
    const cell = { ...good, feature, name };
    const reply = await replyOf(system.collect({ id: writerId("named"), account, user: "u", cells: [cell] }));
    const names = await system.store.facts.featureNames({ scope: ALL_ACCOUNTS, account });
    return { rejected: reply.rejected, activeMs: await totalMs(account), names: names.map((row) => row.name) };
  };
  const taken = { rejected: [], activeMs: 60_000 };

  test.each([
    ["Help centre", "Help centre"],
    ["  Hilfe & Süßes 🙂\n", "Hilfe & Süßes 🙂"],
    ["<b>x</b>'\"--", "<b>x</b>'\"--"],
    ["=1+1", "=1+1"],
    [`${" ".repeat(200)}${"n".repeat(128)}`, "n".repeat(128)],
    ["__proto__", "__proto__"],
  ])("is what a page calls its link, without the space around it: %j", async (name, expected) => {
    const id = `named ${expected}`.slice(0, 128);
    expect(await send(id, `link:${expected}`.slice(0, 128), name)).toEqual({ ...taken, names: [expected] });
  });

  test.each([
    ["empty", ""],
    ["blank", " \t\u00a0"],
    ["too long", "n".repeat(129)],
    ["too long in UTF-16", "🙂".repeat(65)],
    ["with a line break", "Help\ncentre"],
    ["with a control character", "Help\u0000"],
    ["half a character", "Help \uD83D"],
    ["no text", 7],
    ["an object", { toString: "Help" }],
    ["null", null],
  ])("is ignored, and the cell taken, when it is %s", async (what, name) => {
    expect(await send(`unnamed ${what}`, `link:unnamed ${what}`, name)).toEqual({ ...taken, names: [] });
  });

  test.each(["calendars", "_other", "unheard-of", "links", "a link:b"])(
    "is ignored for %s, which is no link of a page's",
    async (feature) => {
      expect(await send(`no link ${feature}`, feature, "Mine now")).toEqual({ ...taken, names: [] });
    },
  );
});

describe("a writer that does not hold", () => {
  test.each([
    ["an id of another length", { id: "short", account: "w1", user: "u" }],
    ["an account that is no id", { id: writerId("w2"), account: "__proto__", user: "u" }],
    ["no user", { id: writerId("w3"), account: "w3" }],
    ["a sequence number below zero", { id: writerId("w4"), account: "w4", user: "u", seq: -1 }],
  ])("is refused as a whole and spoils no neighbour: %s", async (_what, writer) => {
    const body = {
      v: 1,
      sdk: "x",
      sentAt: 1,
      writers: [
        { seq: 1, cells: [good], ...writer },
        { id: writerId("fine"), seq: 2, account: "fine", user: "u", cells: [good] },
      ],
    };
    expect(await replyOf(post({ body }))).toEqual({
      now: START_MS,
      accepted: [{ id: writerId("fine"), seq: 2 }],
      rejected: [{ id: writer.id, reason: "malformed" }],
    });
  });

  test("is refused without a name when it has none that can be read", async () => {
    const body = { v: 1, sdk: "x", sentAt: 1, writers: [null, { id: { a: 1 } }] };
    expect((await replyOf(post({ body }))).rejected).toEqual([
      { id: "", reason: "malformed" },
      { id: "", reason: "malformed" },
    ]);
  });
});

describe("a writer's token", () => {
  const owner = { account: "token", user: "u_1" };
  const send = async (token: string, cells: readonly unknown[] = [good]): Promise<CollectReply> =>
    replyOf(
      system.collect(
        { id: writerId("signed"), ...owner, token, cells },
        { id: writerId("unsigned"), ...owner, cells: [good] },
      ),
    );
  const neighbour = { id: writerId("unsigned"), seq: 1 };
  const own = { id: writerId("signed"), seq: 1 };

  test.each(["uptake-write", "uptake"])("for %s proves the owner", async (audience) => {
    expect(await send(await system.token({ ...owner, audience }))).toMatchObject({
      accepted: [own, neighbour],
      rejected: [],
    });
  });

  test.each([
    ["another user's", { account: "token", user: "u_2" }, "owner_mismatch"],
    ["another account's", { account: "other", user: "u_1" }, "owner_mismatch"],
    ["one for something else", { ...owner, audience: "billing" }, "token_invalid"],
  ])("is judged by writer: %s is refused, the neighbour lives", async (_what, claims, reason) => {
    const reply = await send(await system.token(claims));
    expect(reply).toMatchObject({ accepted: [neighbour], rejected: [{ id: writerId("signed"), reason }] });
  });

  test.each(["", "no.jwt.here", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1XzEiLCJhY2NvdW50IjoidG9rZW4ifQ."])(
    "that nobody signed is refused: %j",
    async (token) => {
      expect((await send(token)).rejected).toEqual([{ id: writerId("signed"), reason: "token_invalid" }]);
    },
  );

  test("that has expired since still proves what was measured up to a quarter of an hour after", async () => {
    const expired = await system.token({ ...owner, expiresAtMs: START_MS - 86_400_000 });
    const yesterday = cellOf("calendars", START_MS - 86_400_000 - 900_000, 1_000);
    expect((await send(expired, [yesterday])).accepted).toEqual([own, neighbour]);
    expect(await send(expired, [good])).toMatchObject({
      accepted: [neighbour],
      rejected: [{ id: writerId("signed"), reason: "token_expired" }],
    });
    expect(await send(expired, [yesterday, good])).toMatchObject({
      accepted: [own, neighbour],
      rejected: [{ id: writerId("signed"), feature: "calendars", slot: SLOT, reason: "token_expired" }],
    });
  });
});
