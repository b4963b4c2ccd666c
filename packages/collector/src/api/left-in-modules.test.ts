import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { ExplainReply, ModuleAccountsReply, ModulesReply, NearlyThereReply, SnapshotsReply } from "./contract.ts";
import { DAY_MS, MINUTE_MS, readJson } from "./test-support/report-workspace.ts";

/**
 * Una and Uma have used planning of Acme and, Una, of Beta, six days ago, and Una did the only actions of selling. Una left
 * five days ago, at the beginning of 13 November: she is active in nothing from that day on, and was before.
 */
let system: TestCollector;
const TONIGHT = START_MS - (START_MS % DAY_MS) + DAY_MS;
const LEFT = TONIGHT - 6 * DAY_MS;
const DAY_BEFORE = "asOf=2026-11-12";
const THAT_DAY = "asOf=2026-11-13";

beforeAll(async () => {
  system = await startTestCollector({
    definitions: {
      features: { calendars: { name: "Calendars", module: "planning" }, deals: { name: "Deals" } },
      actions: { sent: { name: "Sent" } },
      modules: {
        planning: { name: "Planning", targetPercent: 100 },
        selling: { name: "Selling", actions: ["sent"], seats: { kind: "members" } },
      },
    },
  });
  const { facts } = system.store;
  const createdAt = START_MS - 90 * DAY_MS;
  await facts.push(
    "accounts",
    ["acme", "beta"].map((id) => ({ id, name: id, createdAt })),
    START_MS,
  );
  const people = [
    { id: "uma", name: "Uma", accounts: ["acme"], createdAt },
    { id: "una", name: "Una", accounts: ["acme", "beta"], createdAt },
  ];
  await facts.push("users", people, START_MS);
  const seats = ["acme", "beta"].map((account) => ({ account, module: "planning", licensed: 1 }));
  await facts.push("seats", seats, START_MS);
  const used = (user: string, account: string, actions: Record<string, number> = {}) => ({
    id: writerId(`${user}${account}`),
    account,
    user,
    cells: [{ ...cellOf("calendars", START_MS - 6 * DAY_MS, 2 * MINUTE_MS), actions }],
  });
  await system.collect(used("uma", "acme"), used("una", "acme", { sent: 3 }), used("una", "beta"));
  await tell(LEFT);
});
afterAll(() => system.stop());

const read = <Reply>(path: string): Promise<Reply> => readJson<Reply>(system, path);
const tell = (leftAt: number | null) => system.store.facts.push("users", [{ id: "una", leftAt }], START_MS);
const explain = (number: string, query = "") => read<ExplainReply>(`/v1/explain?number=${number}&${query}`);

async function liveOf(module: string, query = "") {
  const { rows } = await read<ModuleAccountsReply>(`/v1/modules/${module}/accounts?sort=accountName&${query}`);
  return rows.map(
    ({ account, live }) =>
      `${account} ${live.active} of ${live.licensed}, ${live.percent} %${live.overUsed ? ", too many" : ""}`,
  );
}

test("from the day on which they leave nobody is active in a module, in none of their accounts, and before they were", async () => {
  expect(await liveOf("planning", DAY_BEFORE)).toEqual(["acme 2 of 1, 200 %, too many", "beta 1 of 1, 100 %"]);
  for (const query of [THAT_DAY, ""]) {
    expect(await liveOf("planning", query)).toEqual(["acme 1 of 1, 100 %", "beta 0 of 1, 0 %"]);
  }
  expect(await liveOf("selling", DAY_BEFORE)).toEqual(["acme 1 of 2, 50 %", "beta 0 of 1, 0 %"]);
  expect(await liveOf("selling")).toEqual(["acme 0 of 1, 0 %"]);
});

test("whoever leaves tonight isn't active today, tomorrow night's is, and whoever has come back is", async () => {
  for (const [leftAt, expected] of [
    [TONIGHT - 1, "acme 1 of 1, 100 %"],
    [TONIGHT, "acme 2 of 1, 200 %, too many"],
    [null, "acme 2 of 1, 200 %, too many"],
  ] as const) {
    await tell(leftAt);
    expect([leftAt, (await liveOf("planning"))[0]]).toEqual([leftAt, expected]);
  }
  await tell(LEFT);
});

test("the module's row, its tile, its file and its explanation say the same, and the explanation whom it is without", async () => {
  const { rows, liveOverall } = await read<ModulesReply>("/v1/modules");
  const planning = rows.find(({ module }) => module === "planning");
  expect(planning?.live).toMatchObject({ active: 1, licensed: 2, percent: 50 });
  expect([liveOverall.active, liveOverall.people]).toEqual([1, 1]);
  // What they did in the period stays theirs.
  expect([planning?.users, planning?.activeMs]).toEqual([2, 6 * MINUTE_MS]);
  const response = await system.request("/v1/modules/planning/accounts?format=csv&columns=account,live", {
    bearer: system.secretKey,
  });
  expect((await response.text()).split("\n").slice(1, 3)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^acme,1,1,100/), expect.stringMatching(/^beta,0,1,0/)]),
  );
  // The mean of planning, 1 of 2, and of selling, 0 of 1.
  expect([liveOverall.meanPercent, (await explain("overallLiveAdoptionPercent")).value]).toEqual([25, 25]);
  const opened = await explain("moduleLiveActiveUsers", "module=planning");
  expect([opened.value, opened.rows.map(({ id }) => id)]).toEqual([1, ["uma acme planning"]]);
  expect(opened.excluded).toEqual([
    expect.objectContaining({
      what: "People who have left",
      why: "They did what makes active in the window, and had left by its last day.",
      value: 2,
    }),
  ]);
  const left = await explain("moduleLeftUsers", "module=planning");
  expect([left.value, left.rows.map(({ name, details }) => [name, details["leftAt"]])]).toEqual([
    2,
    [
      ["Una, acme", LEFT],
      ["Una, beta", LEFT],
    ],
  ]);
  expect((await explain("moduleLeftUsers", `module=planning&${DAY_BEFORE}`)).value).toBe(0);
});

test("of one of them it says why not", async () => {
  const of = (query: string) => explain("moduleActivity", `module=selling&account=acme&user=una&${query}`);
  expect(await of(DAY_BEFORE)).toMatchObject({ value: 1, rows: [{ id: "actions", value: 1 }] });
  const now = await of("");
  expect(now).toMatchObject({ value: 0, rows: [{ name: "Has left", value: 0 }] });
  expect(now.terms.map(({ name, value }) => [name, value])).toContainEqual(["Actions in the window", 3]);
});

test("targets go by who is there", async () => {
  const nearly = async (query: string) => read<NearlyThereReply>(`/v1/modules/planning/nearly-there?${query}`);
  expect([(await nearly(DAY_BEFORE)).neededUsers, (await nearly("")).neededUsers]).toEqual([0, 1]);
  expect((await nearly("")).rows).toEqual([]);
});

test("a snapshot as of a day is without those who had left by then, and of their seats", async () => {
  for (const [asOf, planning, selling] of [
    ["2026-11-12", [2, 1], [1, 2]],
    ["2026-11-13", [1, 1], [0, 1]],
  ] as const) {
    for (const [module, expected] of [
      ["planning", planning],
      ["selling", selling],
    ] as const) {
      const reply = await system.request("/v1/snapshots", {
        method: "POST",
        bearer: system.secretKey,
        body: { module, account: "acme", asOf },
      });
      const { rows } = (await reply.json()) as SnapshotsReply;
      expect([asOf, module, rows[0]?.active, rows[0]?.licensed]).toEqual([asOf, module, ...expected]);
    }
  }
});
