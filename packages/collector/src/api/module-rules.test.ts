import { afterAll, beforeAll, expect, test } from "vitest";
import { cellOf, START_MS, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { ExplainReply, ModulesReply, NearlyThereReply, SnapshotsTakenReply } from "./contract.ts";
import { startDoorWorkspace } from "./test-support/door-workspace.ts";
import { createNumberFollower } from "./test-support/follow-numbers.ts";
import { numbersOf, numbersOfExplanation, type Row } from "./test-support/numbers-of-reply.ts";
import { readJson } from "./test-support/report-workspace.ts";

/** Modules in which actions make active, that have their seats from elsewhere, and that somebody answers for. */

let system: TestCollector;
beforeAll(async () => {
  system = await startDoorWorkspace({
    definitions: {
      features: { deals: { name: "Deals", module: "sell" }, mail: { name: "Mail", module: "strict" } },
      actions: { won: { name: "Deals won", weight: 5 }, sent: { name: "Mails sent" } },
      modules: {
        sell: {
          name: "Sell",
          targetPercent: 100,
          actions: ["won"],
          actionCount: 2,
          owner: "Maya",
          seats: { kind: "attribute", attribute: "seats" },
        },
        strict: {
          name: "Strict",
          targetPercent: 100,
          actions: ["sent"],
          needs: "all",
          seats: { kind: "members" },
        },
        wins: { name: "Wins", actions: ["won"], windowDays: 7, seats: { kind: "module", module: "bought" } },
        bought: { name: "Bought" },
      },
    },
    accounts: [
      { id: "acme", name: "Acme", attributes: { seats: 4 } },
      { id: "beta", name: "Beta" },
    ],
    users: ["uma", "vic", "wes"].map((id) => ({ id, accounts: ["acme"] })),
    seats: [{ account: "acme", module: "bought", licensed: 2, users: ["uma"] }],
    used: [
      // By her time, by his wins, and by neither.
      ["acme", "uma", cellOf("deals", START_MS, 60_000), cellOf("mail", START_MS, 60_000, { actions: { sent: 1 } })],
      ["acme", "vic", cellOf("deals", START_MS, 5_000, { actions: { won: 2 } }), cellOf("mail", START_MS, 60_000)],
      [
        "acme",
        "wes",
        cellOf("deals", START_MS, 7_000, { actions: { won: 1 } }),
        cellOf("mail", START_MS, 100, { actions: { sent: 4 } }),
      ],
    ],
  });
});
afterAll(() => system.stop());

const read = <Reply>(address: string): Promise<Reply> => readJson<Reply>(system, address);
const explain = (query: string): Promise<ExplainReply> => read<ExplainReply>(`/v1/explain?number=${query}`);
const activeIn = async (module: string) =>
  (await explain(`moduleLiveActiveUsers&module=${module}`)).rows.map(({ details }) => details["user"]);

test("time or actions make active, both where both are needed, and actions alone where there is no feature", async () => {
  expect(await activeIn("sell")).toEqual(["uma", "vic"]);
  expect(await activeIn("strict")).toEqual(["uma"]);
  expect(await activeIn("wins")).toEqual(["vic", "wes"]);
});

test("seats come from where the definitions say, and rows say it, with the rule and who answers for it", async () => {
  const { rows } = await read<ModulesReply>("/v1/modules?sort=name");
  const of = Object.fromEntries(rows.map((row) => [row.module, row]));
  expect(of["sell"]).toMatchObject({
    live: { active: 2, licensed: 4, percent: 50 },
    rule: { activeMs: 60_000, windowDays: 30, actions: ["won"], actionCount: 2, needs: "any" },
    seats: { kind: "attribute", of: "seats" },
    owner: "Maya",
  });
  expect(of["strict"]).toMatchObject({
    live: { active: 1, licensed: 3 },
    seats: { kind: "members", of: null },
    owner: null,
  });
  expect(of["wins"]).toMatchObject({
    live: { active: 2, licensed: 2, percent: 100 },
    seats: { kind: "module", of: "bought" },
  });
  const file = await system.request("/v1/modules?format=csv&columns=module,rule,seats,owner&sort=name", {
    bearer: system.secretKey,
  });
  expect((await file.text()).trim().split(/\r?\n/)).toContain("sell,60000,30,won,2,any,attribute,seats,Maya");
});

test("a snapshot keeps the same, measured by the same rule and seats", async () => {
  const taken = async (module: string): Promise<SnapshotsTakenReply> => {
    const reply = await system.request("/v1/snapshots", { method: "POST", bearer: system.secretKey, body: { module } });
    return (await reply.json()) as SnapshotsTakenReply;
  };
  expect((await taken("sell")).rows).toMatchObject([{ account: "acme", active: 2, licensed: 4 }]);
  expect((await taken("wins")).rows).toMatchObject([{ account: "acme", active: 2, licensed: 2 }]);
  expect((await taken("bought")).rows).toBeUndefined();
});

test("why somebody is active opens down to the time and the actions, and every number with it", async () => {
  const { wrongAmong } = createNumberFollower((address) => read<ExplainReply>(address));
  const reply = await explain("moduleActivity&account=acme&user=vic&module=sell");
  expect([reply.value, reply.number.kind]).toEqual([1, "largest"]);
  expect(reply.rows.map(({ id, value, details }) => [id, value, details])).toEqual([
    ["time", 0, { activeMs: 5_000, needed: 60_000 }],
    ["actions", 1, { actions: 2, needed: 2 }],
  ]);
  expect((await explain("moduleActivity&account=acme&user=wes&module=strict")).value).toBe(0);
  for (const address of ["/v1/modules", "/v1/modules/sell/accounts", "/v1/modules/sell/nearly-there"]) {
    expect(await wrongAmong(numbersOf(await read<Row>(address)))).toEqual([]);
  }
  for (const module of ["sell", "strict", "wins"]) {
    for (const number of ["moduleLiveActiveUsers", "moduleActiveUsers", "moduleLiveLicensedUsers", "moduleActions"]) {
      const opened = await explain(`${number}&module=${module}`);
      expect(await wrongAmong(numbersOfExplanation(opened))).toEqual([]);
    }
    for (const user of ["uma", "vic", "wes"]) {
      const opened = await explain(`moduleActivity&account=acme&user=${user}&module=${module}`);
      expect(await wrongAmong(numbersOfExplanation(opened))).toEqual([]);
    }
  }
});

test("whom time would make active is nearly there, without those whom actions have, or actions are missing of", async () => {
  const near = async (module: string) =>
    (await read<NearlyThereReply>(`/v1/modules/${module}/nearly-there`)).rows.map(({ user }) => user);
  expect(await near("sell")).toEqual(["wes"]);
  expect(await near("strict")).toEqual(["wes"]);
  expect(await near("wins")).toEqual([]);
});
