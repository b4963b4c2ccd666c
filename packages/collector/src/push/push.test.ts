import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  START_MS,
  startTestCollector,
  type TestCollector,
  type TestRequest,
} from "../../../../tests/support/test-collector.ts";
import type { PushReply } from "../api/contract.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector();
});
afterAll(() => system.stop());

const put = (path: string, body: unknown, more: TestRequest = {}): Promise<Response> =>
  system.request(path, { method: "PUT", body, bearer: system.secretKey, ...more });
const accountOf = async (id: string) => (await system.store.facts.accounts(ALL_ACCOUNTS)).find((row) => row.id === id);

test("accounts come as a list, as rows or line by line, and mean the same", async () => {
  const ndjson = { headers: { "content-type": "application/x-ndjson; charset=utf-8" } };
  const replies = [
    await put("/v1/accounts", [{ id: "a1", name: "One", plan: "pro", createdAt: START_MS }]),
    await put("/v1/accounts", { rows: [{ id: "a2", name: "Two", churnedAt: START_MS }] }),
    await put("/v1/accounts", '{"id":"a3","name":"Three"}\r\n\n{"id":"a4"}\n', ndjson),
  ];
  expect(await Promise.all(replies.map((reply) => reply.json()))).toEqual([
    { accepted: 1, rejected: [] },
    { accepted: 1, rejected: [] },
    { accepted: 2, rejected: [] },
  ]);
  expect(await accountOf("a1")).toMatchObject({ name: "One", plan: "pro", createdAt: START_MS, inRoster: true });
  expect(await accountOf("a2")).toMatchObject({ name: "Two", churnedAt: START_MS });
  expect(await accountOf("a3")).toMatchObject({ name: "Three" });
});

test("a field that is absent stays as it was, and null empties it", async () => {
  await put("/v1/accounts", [{ id: "keep", name: "Keep", plan: "pro", churnedAt: START_MS }]);
  await put("/v1/accounts", [{ id: "keep", churnedAt: null, whatever: true }]);
  expect(await accountOf("keep")).toMatchObject({ name: "Keep", plan: "pro", churnedAt: null });
});

test("fields that there aren't are named line by line, and the lines are taken without them", async () => {
  const reply = await put("/v1/accounts", [
    { id: "typo", name: "Typo", ownr: "maya" },
    { id: "plain" },
    { id: "typos", Plan: "pro", colour: "red", __proto: 1 },
    { name: "No id", idd: "x" },
  ]);
  expect(await reply.json()).toEqual({
    accepted: 3,
    rejected: [{ line: 4, reason: "id is missing." }],
    unknownFields: [
      { line: 1, fields: ["ownr"] },
      { line: 3, fields: ["Plan", "colour", "__proto"] },
      { line: 4, fields: ["idd"] },
    ],
  });
  expect(await accountOf("typos")).toMatchObject({ plan: null });
});

test("keys that every object has are left out of groups and named", async () => {
  const row = JSON.parse(
    '{ "id": "keys", "attributes": { "__proto__": "x", "ok": 1 }, "assignments": { "constructor": "maya" } }',
  ) as object;
  expect(await (await put("/v1/accounts", [row])).json()).toEqual({
    accepted: 1,
    rejected: [],
    unknownFields: [{ line: 1, fields: ["attributes.__proto__", "assignments.constructor"] }],
  });
  expect(await accountOf("keys")).toMatchObject({ attributes: { ok: 1 }, assignments: {} });
});

test("a line of nothing but unknown fields makes no long reply", async () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `${index} ${"x".repeat(200)}`);
  const row = Object.fromEntries([["id", "wide"], ...names.map((name) => [name, 1])]);
  const { unknownFields } = (await (await put("/v1/accounts", [row])).json()) as PushReply;
  expect(unknownFields).toEqual([{ line: 1, fields: names.slice(0, 20).map((name) => name.slice(0, 80)) }]);
});

test("users and assets are taken", async () => {
  expect(
    (
      await put("/v1/users", [
        { id: "u1", name: "Uma", role: "admin", accounts: ["a1"], createdAt: START_MS, leftAt: START_MS + 1 },
      ])
    ).status,
  ).toBe(200);
  const asset = {
    id: "w1",
    account: "a1",
    type: "workflow",
    name: "Flow",
    createdAt: START_MS,
    configured: true,
    runs: 3,
    lastRunAt: START_MS,
    deletedAt: null,
  };
  expect((await put("/v1/assets", [asset])).status).toBe(200);
  expect(await system.store.facts.users(ALL_ACCOUNTS)).toMatchObject([
    { id: "u1", name: "Uma", role: "admin", accounts: ["a1"], leftAt: START_MS + 1 },
  ]);
  expect((await put("/v1/users", [{ id: "u1", leftAt: null }])).status).toBe(200);
  expect(await system.store.facts.users(ALL_ACCOUNTS)).toMatchObject([{ id: "u1", leftAt: null }]);
  expect((await system.store.facts.assets({ scope: ALL_ACCOUNTS })).rows).toMatchObject([
    { id: "w1", configured: true, runs: 3 },
  ]);
});

test("lines that don't hold are named by number and reason, and the others are stored", async () => {
  const lines = [
    '{"id":"good1"}',
    "{oops",
    "7",
    '{"name":"No id"}',
    '{"id":"__proto__"}',
    '{"id":"x","createdAt":"today"}',
    '{"id":"x","plan":""}',
    "",
    '{"id":"good2"}',
  ];
  const response = await put("/v1/accounts", lines.join("\n"), { headers: { "content-type": "application/x-ndjson" } });
  expect(await response.json()).toEqual({
    accepted: 2,
    rejected: [
      { line: 2, reason: "The line is no JSON." },
      { line: 3, reason: "The line is no object." },
      { line: 4, reason: "id is missing." },
      { line: 5, reason: expect.stringContaining("id must be an id") },
      {
        line: 6,
        reason:
          'createdAt must be a time in Unix ms, or in a CSV file a day such as 2026-11-18 or a moment such as 2026-11-18T09:00Z; it is "today".',
      },
      { line: 7, reason: expect.stringContaining("plan must not be empty") },
    ],
  });
  expect(await accountOf("good2")).toMatchObject({ inRoster: true });
});

describe("a push that is refused", () => {
  test.each<[string, unknown, TestRequest, number]>([
    ["not JSON", "{", {}, 400],
    ["no rows", { accounts: [] }, {}, 400],
    ["text", "[]", { headers: { "content-type": "text/plain" } }, 415],
    ["too large", `["${"x".repeat(5_000_000)}"]`, {}, 413],
    ["without a key", [], { bearer: "" }, 401],
    ["from a browser", [], { headers: { origin: "https://app.test" } }, 403],
  ])("because it is %s", async (_what, body, more, status) => {
    expect((await put("/v1/accounts", body, more)).status).toBe(status);
  });

  test("because of its method names the ones that are answered", async () => {
    const response = await system.request("/v1/users", { method: "POST", body: [] });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, PUT, HEAD, OPTIONS"]);
  });
});

test("a push of too many lines is refused before each of them is answered", async () => {
  const line = { detail: "The push has 100001 lines; 100000 are allowed. Send fewer at once." };
  const list = await put("/v1/accounts", `[${"1,".repeat(100_000)}1]`);
  expect([list.status, await list.json()]).toMatchObject([413, line]);
  const ndjson = await put("/v1/accounts", "\n".repeat(100_000), {
    headers: { "content-type": "application/x-ndjson" },
  });
  expect([ndjson.status, await ndjson.json()]).toMatchObject([413, line]);
});
