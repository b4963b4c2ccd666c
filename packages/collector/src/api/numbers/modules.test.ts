import { afterAll, beforeAll, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../../tests/support/test-collector.ts";
import type { Definitions } from "../../domain/definitions/definitions.ts";
import type { SnapshotWrite } from "../../store/module-snapshots.ts";
import type { ExplainReply, ModulesReply } from "../contract.ts";

const TODAY = Math.floor(START_MS / 86_400_000);
const DEFINITIONS: Definitions = {
  features: { reports: { name: "Reports", module: "analytics" } },
  modules: {
    analytics: { name: "Analytics" },
    offline: { name: "Offline" },
    unbought: { name: "Unbought" },
    unknown: { name: "Unknown" },
  },
};

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({ definitions: DEFINITIONS });
  const { facts, records } = system.store;
  await facts.putAccounts([
    { id: "acme", name: "Acme" },
    { id: "beta", name: "Beta" },
  ]);
  await facts.putUsers([
    { id: "u_1", name: "Uma", accounts: ["acme", "beta"] },
    { id: "u_2", name: "Vic", accounts: ["acme"] },
  ]);
  const seats = [
    { account: "acme", module: "unbought", licensed: 0 },
    { account: "beta", module: "unknown", licensed: 7 },
  ];
  await facts.push("seats", seats, START_MS);
  await records.recordSnapshots([
    snapshot("analytics", "acme", ["u_1", "u_2"], 2, 5),
    snapshot("analytics", "beta", ["u_1"], 1, 10),
    snapshot("offline", "acme", null, 202, 420),
  ]);
});
afterAll(() => system.stop());

function snapshot(
  module: string,
  account: string,
  activeUsers: readonly string[] | null,
  active: number,
  licensed: number,
): SnapshotWrite {
  return {
    id: `${module} ${account}`,
    module,
    account,
    day: TODAY,
    takenAtMs: START_MS,
    kind: activeUsers === null ? "manual" : "scheduled",
    actor: "uptake",
    active,
    activeUsers,
    licensed,
    definitionVersion: 1,
  };
}

async function read<Reply>(path: string): Promise<Reply> {
  const response = await system.request(path, { bearer: system.secretKey });
  expect([path, response.status]).toEqual([path, 200]);
  return response.json() as Promise<Reply>;
}
const explain = (number: string, query = ""): Promise<ExplainReply> =>
  read<ExplainReply>(`/v1/explain?number=${number}${query}`);

test("the tiles open: 205 of 435 are 47 %, and the mean beside it", async () => {
  const { overall } = await read<ModulesReply>("/v1/modules");
  expect(overall).toMatchObject({ active: 205, licensed: 435 });
  expect((await explain("moduleActiveUsers")).value).toBe(205);
  expect((await explain("moduleLicensedUsers")).value).toBe(435);
  const seats = await explain("seatAdoptionPercent");
  expect([Math.round(seats.value ?? 0), seats.value]).toEqual([47, overall.seatPercent]);
  const mean = await explain("overallAdoptionPercent");
  expect(mean.value).toBe(overall.meanPercent);
  expect(mean.rows.map(({ id, value }) => [id, value])).toEqual([
    ["analytics", 20],
    ["offline", (202 * 100) / 420],
  ]);
  expect(mean.excluded).toEqual([
    { what: "Unbought", why: "It is not licensed.", value: 0 },
    { what: "Unknown", why: "There is no snapshot with a licence.", value: null },
  ]);
});

test("every module's numbers are those of its row, in all accounts and in one", async () => {
  for (const [list, query] of [
    ["/v1/modules", ""],
    ["/v1/accounts/acme/modules", "&account=acme"],
    ["/v1/accounts/beta/modules", "&account=beta"],
  ] as const) {
    for (const { module, active, licensed, percent } of (await read<ModulesReply>(list)).rows) {
      const of = async (number: string) => (await explain(number, `&module=${module}${query}`)).value;
      expect({
        module,
        active: await of("moduleActiveUsers"),
        licensed: await of("moduleLicensedUsers"),
        percent: await of("moduleAdoptionPercent"),
      }).toEqual({ module, active, licensed, percent });
    }
  }
});

test("where a module is no share, its terms are what they open to, and no zeros", async () => {
  const { terms, value } = await explain("moduleAdoptionPercent", "&module=unknown&account=beta");
  expect([value, ...terms.map((term) => term.value)]).toEqual([null, null, 7]);
  const live = await explain("moduleLiveAdoptionPercent", "&module=unknown&account=beta");
  expect([live.value, ...live.terms.map((term) => term.value)]).toEqual([null, null, 7]);
  for (const query of ["&module=unknown&account=beta", "&module=unbought&account=acme", "&module=unknown"]) {
    for (const number of ["moduleAdoptionPercent", "moduleLiveAdoptionPercent"]) {
      for (const { opens, value: told } of (await explain(number, query)).terms) {
        const address = opens?.address ?? "";
        expect([address, told]).toEqual([address, (await read<ExplainReply>(address)).value]);
      }
    }
  }
});

test("behind active users are people, each in each account; what was recorded by hand is one row", async () => {
  const people = await explain("moduleActiveUsers", "&module=analytics");
  expect(people.rows.map(({ kind, details, value }) => [kind, details["user"], details["account"], value])).toEqual([
    ["user", "u_1", "acme", 1],
    ["user", "u_2", "acme", 1],
    ["user", "u_1", "beta", 1],
  ]);
  expect((await explain("moduleActiveUsers", "&module=offline")).rows).toMatchObject([
    { kind: "account", value: 202, opens: null, details: { kind: "manual", recordedBy: "uptake" } },
  ]);
  const accounts = await explain("moduleActiveUsers", "&module=analytics&by=account");
  expect(accounts.rows.map(({ details, value }) => [details["account"], value])).toEqual([
    ["acme", 2],
    ["beta", 1],
  ]);
});
