import { parse } from "csv-parse/sync";
import type { MeReply } from "@uptake/tracker/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import type {
  AccountsReply,
  ExplainReply,
  NearlyAdoptedReply,
  RemovalReply,
  StageMatrixReply,
  StagesReply,
  UsersReply,
} from "./contract.ts";
import { startDoorWorkspace } from "./test-support/door-workspace.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SLOT_MS = 900_000;
const DEFINITIONS: Definitions = {
  features: {
    conversations: { name: "Conversations" },
    calendars: { name: "Calendars", module: "plan" },
    reports: { name: "Reports" },
    quick: { name: "Quick", thresholdMs: 60_000 },
  },
  modules: { plan: { name: "Plan" } },
};

let system: TestCollector;
beforeEach(async () => {
  system = await startDoorWorkspace({
    definitions: DEFINITIONS,
    accounts: [{ id: "acme", name: "Acme" }],
    users: [
      { id: "u_1", name: "Uma", accounts: ["acme"] },
      { id: "u_2", name: "Vic", accounts: ["acme"] },
      { id: "u_3", name: "Wim", accounts: ["acme"] },
    ],
  });
});
afterEach(() => system.stop());

let writers = 0;
function use(user: string, feature: string, activeMs: number, atMs = START_MS): Promise<Response> {
  writers += 1;
  const cells = [cellOf(feature, atMs, activeMs)];
  return system.collect({ id: writerId(`w${writers}`), account: "acme", user, cells });
}
async function read<Reply = StagesReply>(path: string, method = "GET"): Promise<Reply> {
  const response = await system.request(path, { method, bearer: system.secretKey });
  expect([path, response.status]).toEqual([path, 200]);
  return response.json() as Promise<Reply>;
}
const remove = (feature: string, user: string, reason?: string): Promise<RemovalReply> =>
  read<RemovalReply>(
    `/v1/stages?${new URLSearchParams({ feature, account: "acme", user, ...(reason !== undefined && { reason }) })}`,
    "DELETE",
  );
const stagesOf = async (user: string): Promise<readonly string[]> =>
  (await read(`/v1/stages?user=${user}&stage=adopted`)).rows.map(({ feature }) => feature).toSorted();

describe("GET /v1/stages", () => {
  test("7 minutes on Conversations, later 7 on Calendars: the user is in both stages", async () => {
    await use("u_1", "conversations", 7 * MINUTE_MS, START_MS - 2 * DAY_MS);
    expect(await stagesOf("u_1")).toEqual(["conversations"]);
    await use("u_1", "calendars", 7 * MINUTE_MS);
    expect(await stagesOf("u_1")).toEqual(["calendars", "conversations"]);
  });

  test("a millisecond less is tried; every defined feature is counted, one that nobody uses too", async () => {
    await use("u_1", "conversations", 7 * MINUTE_MS);
    await use("u_2", "conversations", 7 * MINUTE_MS - 1);
    const { features, rows } = await read("/v1/stages");
    expect(features.map(({ feature, adopted, tried, untouched }) => [feature, adopted, tried, untouched])).toEqual([
      ["conversations", 1, 1, 1],
      ["calendars", 0, 0, 3],
      ["reports", 0, 0, 3],
      ["quick", 0, 0, 3],
    ]);
    expect(rows.map(({ user, stage, progressMs }) => [user, stage, progressMs])).toEqual([
      ["u_1", "adopted", 420_000],
      ["u_2", "tried", 419_999],
    ]);
  });

  test("who never returns stays in the stage, and is seen to have lapsed", async () => {
    await use("u_1", "conversations", 7 * MINUTE_MS);
    system.clock.nowMs += 31 * DAY_MS;
    const { rows, features } = await read("/v1/stages?living=lapsed");
    expect(rows).toMatchObject([{ user: "u_1", stage: "adopted", living: "lapsed", lastActiveDay: "2026-11-18" }]);
    expect(features[0]).toMatchObject({ adopted: 1, active: 0, cooling: 0, lapsed: 1 });
  });

  test("its file says what the reply says", async () => {
    await use("u_1", "conversations", 7 * MINUTE_MS);
    await use("u_2", "calendars", MINUTE_MS);
    const { rows } = await read("/v1/stages");
    const file = await system.request("/v1/stages?format=csv", { bearer: system.secretKey });
    const lines = parse(await file.text(), { columns: true }) as Record<string, string>[];
    expect(lines.map(({ user, feature, progressMs }) => [user, feature, Number(progressMs)])).toEqual(
      rows.map(({ user, feature, progressMs }) => [user, feature, progressMs]),
    );
  });

  test.each([
    ["/v1/stages?feature=none", 'feature is "none". Allowed: conversations, calendars, reports, quick.'],
    ["/v1/stages?stage=done", 'stage is "done". Allowed: tried, adopted.'],
    ["/v1/stages/nearly?feature=none", 'feature is "none". Allowed: conversations, calendars, reports, quick.'],
    ["/v1/stages/matrix?by=team", 'by is "team". Allowed: account, user.'],
  ])("%s is refused", async (path, detail) => {
    const response = await system.request(path, { bearer: system.secretKey });
    expect([response.status, await response.json()]).toMatchObject([400, { detail }]);
  });
});

describe("GET /v1/stages/nearly", () => {
  test("lists who has begun and not adopted, the furthest first by the feature's own threshold", async () => {
    await use("u_1", "conversations", 4 * MINUTE_MS);
    await use("u_2", "conversations", 6 * MINUTE_MS);
    await use("u_3", "conversations", 8 * MINUTE_MS);
    await use("u_3", "quick", 59_000);
    const { rows } = await read<NearlyAdoptedReply>("/v1/stages/nearly");
    expect(rows.map(({ user, feature, missingMs }) => [user, feature, missingMs])).toEqual([
      ["u_3", "quick", 1_000],
      ["u_2", "conversations", MINUTE_MS],
      ["u_1", "conversations", 3 * MINUTE_MS],
    ]);
    const own = await read<NearlyAdoptedReply>("/v1/stages/nearly?feature=conversations");
    expect(own.total).toBe(2);
  });
});

describe("GET /v1/stages/matrix", () => {
  test("shows untouched, tried and adopted for every account or member and every feature", async () => {
    await use("u_1", "conversations", 7 * MINUTE_MS);
    await use("u_2", "conversations", MINUTE_MS);
    await use("u_2", "calendars", MINUTE_MS);
    const accounts = await read<StageMatrixReply>("/v1/stages/matrix");
    expect(accounts.features.map(({ feature }) => feature)).toEqual(["conversations", "calendars", "reports", "quick"]);
    expect(accounts.rows).toMatchObject([
      {
        account: "acme",
        user: null,
        adopted: 1,
        tried: 1,
        untouched: 2,
        cells: [
          { stage: "adopted", adopters: 1, triers: 1 },
          { stage: "tried", adopters: 0, triers: 1 },
          { stage: "untouched", living: null },
          { stage: "untouched" },
        ],
      },
    ]);
    const members = await read<StageMatrixReply>("/v1/stages/matrix?by=user");
    expect(members.rows.map(({ user, cells }) => [user, cells.map(({ stage }) => stage)])).toEqual([
      ["u_1", ["adopted", "untouched", "untouched", "untouched"]],
      ["u_2", ["tried", "tried", "untouched", "untouched"]],
      ["u_3", ["untouched", "untouched", "untouched", "untouched"]],
    ]);
  });
});

describe("DELETE /v1/stages", () => {
  test("takes a member out until seven new minutes; lists, the widget and every explanation agree", async () => {
    await use("u_1", "conversations", 7 * MINUTE_MS);
    const removal = await remove("conversations", "u_1", "Was a test");
    expect(removal).toMatchObject({ account: "acme", user: "u_1", feature: "conversations", epoch: 1, at: START_MS });
    expect([removal.reason, removal.actor.startsWith("key "), removal.since % SLOT_MS]).toEqual([
      "Was a test",
      true,
      0,
    ]);
    const agree = async () => {
      const me = await system.request("/v1/me", { bearer: await system.token({ user: "u_1", account: "acme" }) });
      const own = ((await me.json()) as MeReply).features.find(({ feature }) => feature === "conversations");
      const row = (await read("/v1/stages?user=u_1&feature=conversations")).rows[0];
      expect([row?.stage, row?.progressMs, row?.activeMs]).toEqual([own?.stage, own?.progressMs, own?.activeMs]);
      const adopted = own?.stage === "adopted" ? 1 : 0;
      const { rows: users } = await read<UsersReply>("/v1/users?search=u_1");
      const { rows: accounts } = await read<AccountsReply>("/v1/accounts");
      const { value } = await read<ExplainReply>("/v1/explain?number=adoptedMembers&feature=conversations");
      const matrix = await read<StageMatrixReply>("/v1/stages/matrix");
      expect([users[0]?.adoptedFeatures, accounts[0]?.adoptedFeatures, value, matrix.rows[0]?.adopted]).toEqual([
        adopted,
        adopted,
        adopted,
        adopted,
      ]);
      return [own?.stage, own?.progressMs];
    };
    expect(await agree()).toEqual(["tried", 0]);
    // The rest of the slot belongs to what was removed.
    await use("u_1", "conversations", 2 * MINUTE_MS);
    expect(await agree()).toEqual(["tried", 0]);
    system.clock.nowMs += SLOT_MS;
    await use("u_1", "conversations", 7 * MINUTE_MS - 1, system.clock.nowMs);
    expect(await agree()).toEqual(["tried", 419_999]);
    await use("u_1", "conversations", 1, system.clock.nowMs);
    expect(await agree()).toEqual(["adopted", 420_000]);
  });

  test("as of an earlier day neither the removal nor what came after it counts", async () => {
    await use("u_1", "conversations", 7 * MINUTE_MS);
    system.clock.nowMs += DAY_MS;
    await remove("conversations", "u_1");
    system.clock.nowMs += DAY_MS;
    await use("u_1", "conversations", 3 * MINUTE_MS, system.clock.nowMs);
    const progress = async (query: string) =>
      (await read(`/v1/stages?${query}`)).rows.map(({ stage, progressMs }) => [stage, progressMs]);
    expect(await progress("asOf=2026-11-18")).toEqual([["adopted", 420_000]]);
    expect(await progress("asOf=2026-11-19")).toEqual([["tried", 0]]);
    expect(await progress("")).toEqual([["tried", 180_000]]);
  });

  test("other features and other members stay", async () => {
    for (const user of ["u_1", "u_2"]) await use(user, "conversations", 7 * MINUTE_MS);
    await use("u_1", "calendars", 7 * MINUTE_MS);
    await remove("conversations", "u_1");
    expect([await stagesOf("u_1"), await stagesOf("u_2")]).toEqual([["calendars"], ["conversations"]]);
  });

  test("whoever isn't in the stage is refused, and keeps what they have done; sent again it is the same removal", async () => {
    await use("u_1", "conversations", 7 * MINUTE_MS - 1);
    await use("u_2", "conversations", 7 * MINUTE_MS);
    const refused = async (user: string) => {
      const path = `/v1/stages?feature=conversations&account=acme&user=${user}`;
      const response = await system.request(path, { method: "DELETE", bearer: system.secretKey });
      return [response.status, ((await response.json()) as { detail: string }).detail];
    };
    expect(await refused("u_1")).toEqual([
      400,
      'user is "u_1". Allowed: a member who is in the stage conversations; this one is at 419999 of 420000 ms.',
    ]);
    expect(await refused("u_3")).toEqual([
      400,
      'user is "u_3". Allowed: a member who is in the stage conversations; this one has not used it.',
    ]);
    await use("u_1", "conversations", 1);
    expect(await stagesOf("u_1")).toEqual(["conversations"]);
    const removal = await remove("conversations", "u_2");
    expect(await remove("conversations", "u_2")).toEqual(removal);
    system.clock.nowMs += SLOT_MS;
    expect((await refused("u_2"))[0]).toBe(400);
  });

  test("a body is refused, since nothing of it would be read", async () => {
    await use("u_1", "conversations", 7 * MINUTE_MS);
    const response = await system.request("/v1/stages?feature=conversations&account=acme&user=u_1", {
      method: "DELETE",
      bearer: system.secretKey,
      body: { reason: "Was a test" },
    });
    expect([response.status, await stagesOf("u_1")]).toEqual([400, ["conversations"]]);
  });

  test("with the feature in the path it does the same", async () => {
    await use("u_1", "conversations", 7 * MINUTE_MS);
    const removal = await read<RemovalReply>("/v1/stages/conversations?account=acme&user=u_1", "DELETE");
    expect([removal.feature, await stagesOf("u_1")]).toEqual(["conversations", []]);
  });

  test.each(["matrix", "nearly", "of?all/things"])("takes a member out of a feature called %s", async (feature) => {
    await system.stop();
    system = await startTestCollector({ definitions: { features: { [feature]: { name: "Some" } } } });
    await system.store.facts.putUsers([{ id: "u_1", accounts: ["acme"] }]);
    await use("u_1", feature, 7 * MINUTE_MS);
    expect(await stagesOf("u_1")).toEqual([feature]);
    expect(await remove(feature, "u_1")).toMatchObject({ feature, user: "u_1" });
    expect(await stagesOf("u_1")).toEqual([]);
  });

  test.each([
    ["?account=acme&user=u_1", 400, "feature"],
    ["?feature=conversations&user=u_1", 400, "account"],
    ["?feature=conversations&account=acme", 400, "user"],
    ["?feature=none&account=acme&user=u_1", 404, "conversations, calendars"],
    ["/none?account=acme&user=u_1", 404, "conversations, calendars"],
    ["?feature=conversations&account=acme&user=nobody", 404, "nobody"],
  ])("%s is refused", async (path, status, word) => {
    await use("u_1", "conversations", 7 * MINUTE_MS);
    const response = await system.request(`/v1/stages${path}`, { method: "DELETE", bearer: system.secretKey });
    const { detail } = (await response.json()) as { detail: string };
    expect([response.status, detail]).toEqual([status, expect.stringContaining(word)]);
    expect(await stagesOf("u_1")).toEqual(["conversations"]);
  });
});
