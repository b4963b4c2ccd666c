import type { MeFeature, MeMilestone, MeReply } from "@uptake/tracker/protocol";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";

const SLOT_MS = 900_000;
const DAY_MS = 86_400_000;
const DEFINITIONS: Definitions = {
  features: {
    conversations: { name: "Conversations", module: "talk" },
    calendars: { name: "Calendars" },
    phone: { name: "Phone", thresholdMs: 60_000 },
    report: { name: "Monthly report", rhythmDays: 30 },
  },
  modules: { talk: { name: "Talk" } },
  actions: { "booking.completed": { name: "Bookings", feature: "calendars" } },
  assetTypes: { workflow: { name: "Workflows" } },
  milestones: {
    booking: { name: "First booking", rule: { kind: "action", action: "booking.completed", count: 2 } },
    both: {
      name: "Both",
      rule: {
        kind: "all",
        rules: [
          { kind: "adopted", feature: "conversations" },
          { kind: "action", action: "booking.completed", count: 1 },
        ],
      },
    },
    hour: { name: "An hour", rule: { kind: "time", activeMs: 3_600_000 } },
    automation: { name: "Automation", rule: { kind: "assets", type: "workflow", count: 2, configured: true } },
    team: { name: "The team's hour", scope: "account", rule: { kind: "time", activeMs: 3_600_000 } },
    someone: { name: "Someone adopts phone", scope: "account", rule: { kind: "adopted", feature: "phone" } },
  },
};

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({ definitions: DEFINITIONS });
});
afterAll(() => system.stop());

async function me(user: string, account: string, query = ""): Promise<MeReply> {
  const response = await system.request(`/v1/me${query}`, { bearer: await system.token({ user, account }) });
  expect(response.status).toBe(200);
  return response.json() as Promise<MeReply>;
}
const featureOf = (reply: MeReply, key: string): MeFeature | undefined =>
  reply.features.find(({ feature }) => feature === key);
const milestoneOf = (reply: MeReply, key: string): MeMilestone | undefined =>
  reply.milestones.find(({ milestone }) => milestone === key);

test("a member of whom nothing is known gets every defined feature, untouched", async () => {
  const reply = await me("nobody", "empty");
  expect(reply).toMatchObject({
    user: { id: "nobody", name: null },
    account: { id: "empty", name: null },
    asOf: START_MS,
    definitionVersion: 1,
    idleLimit: "60s",
  });
  expect(reply.features.map(({ feature }) => feature)).toEqual(["conversations", "calendars", "phone", "report"]);
  expect(reply.features[0]).toEqual({
    feature: "conversations",
    name: "Conversations",
    module: "talk",
    activeMs: 0,
    progressMs: 0,
    visits: 0,
    actions: {},
    thresholdMs: 420_000,
    stage: "untouched",
    living: null,
    adoptedAt: null,
    lastUsedAt: null,
  });
  expect(reply.milestones.every(({ met, progress, metAt }) => !met && progress === 0 && metAt === null)).toBe(true);
});

test("seven minutes, in two visits, adopt a feature, in the slot in which the seventh was completed", async () => {
  const first = START_MS - DAY_MS;
  const writer = { account: "worked", user: "u" };
  await system.collect({ id: writerId("day1"), ...writer, cells: [cellOf("conversations", first, 300_000)] });
  expect(featureOf(await me("u", "worked"), "conversations")).toMatchObject({
    stage: "tried",
    living: "active",
    adoptedAt: null,
  });
  await system.collect({ id: writerId("day2"), ...writer, cells: [cellOf("conversations", START_MS, 119_999)] });
  expect(featureOf(await me("u", "worked"), "conversations")).toMatchObject({ stage: "tried", activeMs: 419_999 });
  await system.collect({ id: writerId("day2"), ...writer, cells: [cellOf("conversations", START_MS, 120_000)] });
  const slotStart = Math.floor(START_MS / SLOT_MS) * SLOT_MS;
  expect(featureOf(await me("u", "worked"), "conversations")).toMatchObject({
    activeMs: 420_000,
    progressMs: 420_000,
    visits: 2,
    stage: "adopted",
    adoptedAt: slotStart,
    lastUsedAt: slotStart,
  });
});

test("what was adopted stays so, and its living state tells how long ago it was used", async () => {
  const usedAt = START_MS - 31 * DAY_MS;
  await system.collect({ id: writerId("old"), account: "old", user: "u", cells: [cellOf("phone", usedAt, 60_000)] });
  expect(featureOf(await me("u", "old"), "phone")).toMatchObject({ stage: "adopted", living: "lapsed" });
});

test("what came back after it had lapsed has recovered, and what is used once a month lives longer", async () => {
  const [before, lately] = [START_MS - 34 * DAY_MS, START_MS - 3 * DAY_MS];
  const cells = ["phone", "report"].flatMap((feature) => [
    cellOf(feature, before, 60_000),
    cellOf(feature, lately, 1_000),
  ]);
  await system.collect({ id: writerId("back"), account: "back", user: "u", cells });
  const only = { id: writerId("once"), account: "once", user: "u", cells: [cellOf("report", before, 60_000)] };
  await system.collect(only);
  expect(featureOf(await me("u", "back"), "phone")).toMatchObject({ stage: "adopted", living: "recovered" });
  expect(featureOf(await me("u", "back"), "report")).toMatchObject({ stage: "tried", living: "active" });
  expect(featureOf(await me("u", "once"), "report")).toMatchObject({ stage: "tried", living: "active" });
});

test("who was taken out of a stage is seen on the way to it again, by what came since", async () => {
  const member = { account: "removed", user: "u" };
  await system.collect({ id: writerId("rm1"), ...member, cells: [cellOf("phone", START_MS - SLOT_MS, 60_000)] });
  expect(featureOf(await me("u", "removed"), "phone")).toMatchObject({ stage: "adopted", progressMs: 60_000 });
  await system.store.records.removeFromStage({
    ...member,
    feature: "phone",
    actor: "Maya",
    reason: null,
    atMs: START_MS - SLOT_MS,
  });
  expect(featureOf(await me("u", "removed"), "phone")).toMatchObject({
    stage: "tried",
    activeMs: 60_000,
    progressMs: 0,
    adoptedAt: null,
  });
  await system.collect({ id: writerId("rm2"), ...member, cells: [cellOf("phone", START_MS, 60_000)] });
  expect(featureOf(await me("u", "removed"), "phone")).toMatchObject({
    stage: "adopted",
    activeMs: 120_000,
    progressMs: 60_000,
    adoptedAt: Math.floor(START_MS / SLOT_MS) * SLOT_MS,
  });
});

test("the writer that asks learns its own share of the same read, so that nothing is shown twice", async () => {
  const cells = (activeMs: number) => [cellOf("calendars", START_MS, activeMs)];
  await system.collect({ id: writerId("one"), account: "share", user: "u", cells: cells(10_000) });
  await system.collect({ id: writerId("two"), account: "share", user: "u", cells: cells(5_000) });
  const reply = await me("u", "share", `?writer=${writerId("two")}`);
  expect(featureOf(reply, "calendars")).toMatchObject({ activeMs: 15_000, writerMs: 5_000 });
  expect(featureOf(reply, "phone")).toMatchObject({ activeMs: 0, writerMs: 0 });
  expect(featureOf(await me("u", "share", "?writer=unknown"), "calendars")).toMatchObject({ writerMs: 0 });
  expect(featureOf(await me("u", "share"), "calendars")).not.toHaveProperty("writerMs");
});

test("the same person is another member in another account", async () => {
  await system.collect({ id: writerId("inA"), account: "a", user: "both", cells: [cellOf("phone", START_MS, 60_000)] });
  await system.collect({ id: writerId("inB"), account: "b", user: "both", cells: [cellOf("phone", START_MS, 1_000)] });
  expect(featureOf(await me("both", "a"), "phone")).toMatchObject({ activeMs: 60_000, stage: "adopted" });
  expect(featureOf(await me("both", "b"), "phone")).toMatchObject({ activeMs: 1_000, stage: "tried" });
});

test("names come from the roster", async () => {
  await system.store.facts.putAccounts([{ id: "named", name: "Named Ltd" }]);
  await system.store.facts.putUsers([{ id: "u_n", name: "Nora", accounts: ["named"] }]);
  expect(await me("u_n", "named")).toMatchObject({
    user: { id: "u_n", name: "Nora" },
    account: { id: "named", name: "Named Ltd" },
  });
});

describe("milestones", () => {
  test("are met when actions, adoption, time and assets are complete, at the time the facts tell", async () => {
    const yesterday = START_MS - DAY_MS;
    const slotStart = Math.floor(START_MS / SLOT_MS) * SLOT_MS;
    const writer = { account: "goals", user: "u" };
    const counted = (atMs: number, count: number) =>
      cellOf("conversations", atMs, 210_000, { actions: { "booking.completed": count } });
    await system.collect({ id: writerId("goals1"), ...writer, cells: [counted(yesterday, 1)] });
    const half = await me("u", "goals");
    expect(milestoneOf(half, "booking")).toMatchObject({ progress: 0.5, met: false, metAt: null });
    expect(milestoneOf(half, "both")).toMatchObject({ progress: 0.75, met: false });
    await system.collect({ id: writerId("goals2"), ...writer, cells: [counted(START_MS, 1)] });
    const reply = await me("u", "goals");
    expect(milestoneOf(reply, "booking")).toEqual({
      milestone: "booking",
      name: "First booking",
      progress: 1,
      met: true,
      metAt: slotStart,
      version: 1,
    });
    expect(milestoneOf(reply, "both")).toMatchObject({ met: true, metAt: slotStart });
    expect(milestoneOf(reply, "hour")).toMatchObject({ progress: 420_000 / 3_600_000, met: false });
    expect(featureOf(reply, "calendars")?.actions).toEqual({ "booking.completed": 2 });
    expect(featureOf(reply, "conversations")?.actions).toEqual({});
  });

  test("over assets look at the account's, and at configured ones where the rule says so", async () => {
    const asset = { account: "assets", type: "workflow" };
    await system.store.facts.putAssets([
      { ...asset, id: "w1", configured: true },
      { ...asset, id: "w2", configured: false },
    ]);
    expect(milestoneOf(await me("u", "assets"), "automation")).toMatchObject({ progress: 0.5, met: false });
    await system.store.facts.putAssets([{ ...asset, id: "w2", configured: true }]);
    expect(milestoneOf(await me("u", "assets"), "automation")).toMatchObject({
      progress: 1,
      met: true,
      metAt: START_MS - (START_MS % 86_400_000),
    });
  });

  test("of an account add its people up, and are met when one of them adopts", async () => {
    const cells = [0, 1, 2].map((slots) => cellOf("calendars", START_MS - slots * SLOT_MS, 900_000));
    await system.collect({ id: writerId("team1"), account: "team", user: "u1", cells });
    await system.collect({
      id: writerId("team2"),
      account: "team",
      user: "u2",
      cells: [cellOf("phone", START_MS, 60_000)],
    });
    const reply = await me("u1", "team");
    expect(milestoneOf(reply, "team")?.progress).toBeCloseTo(2_760_000 / 3_600_000, 12);
    expect(milestoneOf(reply, "someone")).toMatchObject({ met: true });
    expect(milestoneOf(reply, "hour")?.progress).toBeCloseTo(2_700_000 / 3_600_000, 12);
  });
});

describe("without proof of identity nothing can be read", () => {
  const owner = { user: "u", account: "acme" };

  test.each<[string, () => Promise<string>, string]>([
    ["an expired token", () => system.token({ ...owner, expiresAtMs: START_MS - 61_000 }), "/problems/token-expired"],
    [
      "a token that may only write",
      () => system.token({ ...owner, audience: "uptake-write" }),
      "/problems/token-invalid",
    ],
    [
      "a token whose payload was changed",
      async () => (await system.token(owner)).replace(/\.[^.]+\./, ".eyJzdWIiOiJib3NzIn0."),
      "/problems/token-invalid",
    ],
    ["a secret key", async () => system.secretKey, "/problems/token-invalid"],
  ])("%s is refused", async (_what, token, type) => {
    const response = await system.request("/v1/me", { bearer: await token() });
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([401, "*"]);
    expect(response.headers.get("www-authenticate")).toContain("Bearer");
    expect(await response.json()).toMatchObject({ type });
  });

  test.each([
    ["no `exp`", { sub: "u", account: "acme", aud: "uptake" }],
    ["no `sub`", { account: "acme", aud: "uptake", exp: START_MS / 1000 + 60 }],
    ["no `account`", { sub: "u", aud: "uptake", exp: START_MS / 1000 + 60 }],
    ["an `account` that is no id", { sub: "u", account: 7, aud: "uptake", exp: START_MS / 1000 + 60 }],
  ])("a token with %s is refused", async (_what, claims) => {
    const secret = new TextEncoder().encode("a-secret-that-only-tests-know-0123456789");
    const token = await new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(secret);
    expect((await system.request("/v1/me", { bearer: token })).status).toBe(401);
  });

  test("no token is refused, and so is everybody where tokens can't be checked", async () => {
    expect((await system.request("/v1/me")).status).toBe(401);
    const unchecked = await startTestCollector({ checksTokens: false });
    const response = await unchecked.request("/v1/me", { bearer: await unchecked.token(owner) });
    expect(response.status).toBe(401);
    await unchecked.stop();
  });

  test("clocks may differ by a minute", async () => {
    const token = await system.token({ ...owner, expiresAtMs: START_MS - 59_000 });
    expect((await system.request("/v1/me", { bearer: token })).status).toBe(200);
  });

  test("a page of any origin may ask, with a token and never with cookies", async () => {
    const response = await system.request("/v1/me", { method: "OPTIONS", headers: { origin: "https://app.test" } });
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET",
      "access-control-allow-headers": "Authorization",
    });
    expect(response.headers.has("access-control-allow-credentials")).toBe(false);
  });
});
