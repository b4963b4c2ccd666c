import { slotOf } from "@uptake/tracker/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../../tests/support/test-collector.ts";
import type { MilestoneDefinition } from "../../domain/definitions/definitions.ts";
import type { ExplainReply, MilestonesReply } from "../contract.ts";
import { readJson } from "../test-support/report-workspace.ts";
import { valueFromList } from "../test-support/value-from-list.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const MILESTONES: Readonly<Record<string, MilestoneDefinition>> = {
  mails: { name: "Mails", rule: { kind: "action", action: "mail.sent", count: 8 } },
  adopted: { name: "Adopted", rule: { kind: "adopted", feature: "inbox" } },
  basics: {
    name: "Basics",
    rule: {
      kind: "all",
      rules: [
        { kind: "visits", feature: "inbox", count: 4 },
        { kind: "time", activeMs: 8 * MINUTE_MS },
        { kind: "any", rules: [{ kind: "time", feature: "calls", activeMs: 4 * MINUTE_MS }] },
        { kind: "assets", type: "flow", count: 4, configured: true },
      ],
    },
  },
  either: {
    name: "Either",
    rule: {
      kind: "any",
      rules: [
        { kind: "adoptedFeatures", count: 2 },
        { kind: "action", action: "mail.sent", count: 3 },
      ],
    },
  },
  team: { name: "Team", scope: "account", rule: { kind: "adopted", feature: "inbox" } },
  paying: { name: "Paying", segment: "big", rule: { kind: "time", activeMs: 1 } },
};

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({
    definitions: {
      features: { inbox: { name: "Inbox" }, calls: { name: "Calls" } },
      actions: { "mail.sent": { name: "Mails sent" } },
      assetTypes: { flow: { name: "Flows" } },
      segments: { big: { name: "Big", of: "account", when: { kind: "attribute", attribute: "plan", equals: "big" } } },
      milestones: MILESTONES,
    },
  });
  const { facts } = system.store;
  await facts.putAccounts([{ id: "acme", name: "Acme" }, { id: "beta" }]);
  await facts.putUsers([
    { id: "ana", accounts: ["acme"] },
    { id: "ben", accounts: ["acme"] },
    { id: "cleo", accounts: ["beta"] },
  ]);
  await facts.putAssets([{ id: "f", account: "acme", type: "flow", configured: true }]);
  await system.collect(
    {
      id: writerId("ana"),
      account: "acme",
      user: "ana",
      cells: [
        cellOf("inbox", START_MS - DAY_MS, 2 * MINUTE_MS, { visits: 1, actions: { "mail.sent": 2 } }),
        cellOf("calls", START_MS - DAY_MS, 2 * MINUTE_MS),
      ],
    },
    { id: writerId("ben"), account: "acme", user: "ben", cells: [cellOf("inbox", START_MS - DAY_MS, 7 * MINUTE_MS)] },
  );
});
afterAll(() => system.stop());

const read = <Reply>(address: string): Promise<Reply> => readJson<Reply>(system, address);
const explain = (query: string): Promise<ExplainReply> =>
  read<ExplainReply>(`/v1/explain?number=milestoneProgress&account=acme&${query}`);
const parts = ({ rows }: ExplainReply) => rows.map(({ name, value }) => [name, value]);

test("is the progress of every state, and follows from its parts", async () => {
  for (const user of ["ana", "ben"]) {
    const { states = [], addresses } = await read<MilestonesReply>(`/v1/milestones?account=acme&user=${user}`);
    expect(states.map(({ milestone }) => milestone)).toEqual(["mails", "adopted", "basics", "either", "team"]);
    for (const { milestone, progress } of states) {
      const address = (addresses["states.progress"] ?? "").replace("{milestone}", milestone);
      const reply = await read<ExplainReply>(address);
      expect([address, reply.value]).toEqual([address, progress]);
      expect(valueFromList(reply).value).toBeCloseTo(progress, 12);
    }
  }
  // Without anybody those of the account alone.
  const { states, addresses } = await read<MilestonesReply>("/v1/milestones?account=acme");
  expect(states?.map(({ milestone }) => milestone)).toEqual(["team"]);
  const own = await read<ExplainReply>((addresses["states.progress"] ?? "").replace("{milestone}", "team"));
  expect(own.value).toBe(1);
});

test("names the parts of a rule, each with how far it is", async () => {
  const { number, ...all } = await explain("milestone=basics&user=ana");
  expect([number.kind, all.value]).toEqual(["mean", (0.25 + 0.5 + 0.5 + 0.25) / 4]);
  expect(parts({ number, ...all })).toEqual([
    ["4 visits of Inbox", 0.25],
    ["8 min of active time", 0.5],
    ["One of 1", 0.5],
    ["4 × Flows, set up", 0.25],
  ]);
  const any = await explain("milestone=either&user=ana");
  expect([any.number.kind, any.value, ...parts(any)]).toEqual([
    "largest",
    2 / 3,
    ["Adopt 2 features", 0],
    ["3 × Mails sent", 2 / 3],
  ]);
  expect(parts(await explain("milestone=adopted&user=ana"))).toEqual([["Adopt Inbox", 2 / 7]]);
});

test.each([
  ["milestone=mails&user=ana", ["engagement", 2]],
  ["milestone=adopted&user=ana", ["progressMs", 2 * MINUTE_MS]],
  ["milestone=basics&user=ana", ["visits", 1], ["activeMs", 4 * MINUTE_MS], [], ["assets", 1]],
  ["milestone=either&user=ben", ["adoptedFeatures", 1], ["engagement", 0]],
  ["milestone=team", [], ["adoptedMembers", 1]],
] as const)("%s opens to what its parts count", async (query, ...expected) => {
  const { rows } = await explain(query);
  const opened = rows.map(async ({ opens }) =>
    opens === null ? [] : [opens.number, (await read<ExplainReply>(opens.address)).value],
  );
  expect(await Promise.all(opened)).toEqual(expected);
});

test("whoever has met it opens from the list of those who have", async () => {
  const { records } = system.store;
  await records.meetMilestones([
    {
      account: "acme",
      user: "ben",
      milestone: "adopted",
      version: 1,
      metAtMs: START_MS,
      resetAtMs: null,
      atMs: START_MS,
    },
  ]);
  const [row] = (await read<ExplainReply>("/v1/explain?number=milestoneMet&milestone=adopted")).rows;
  const { number, value, rows } = await read<ExplainReply>(row?.opens?.address ?? "");
  expect([number.id, value, rows[0]?.details]).toEqual([
    "milestoneProgress",
    1,
    { version: 1, metAt: START_MS, recorded: true },
  ]);
  expect(rows.map(({ name }) => name)).toEqual([`Met, ${new Date(START_MS).toISOString()}`, "Adopt Inbox"]);
});

describe("there is none", () => {
  test.each([
    ["milestone=mails", "It is a milestone of people: ask for one of them."],
    ["milestone=paying&user=ana", "It is for a segment that they aren't in."],
    ["milestone=mails&user=cleo", "There is nobody of whom it could be told."],
    ["milestone=mails&user=ana&asOf=2026-11-17", "How far it was on an earlier day isn't known."],
  ])("of %s, and it says why", async (query, why) => {
    const { value, rows, excluded } = await explain(query);
    expect([value, rows, excluded[0]?.why]).toEqual([null, [], why]);
  });
});

test("after a reset only what comes from then on counts", async () => {
  const body = { account: "acme", user: "ana" };
  const path = "/v1/milestones/mails/reset";
  await system.request(path, { method: "POST", bearer: system.secretKey, body });
  const { value, excluded } = await explain("milestone=mails&user=ana");
  expect([value, excluded.map(({ what }) => what)]).toEqual([0, ["Before the reset"]]);
  system.clock.nowMs = (slotOf(START_MS) + 2) * 900_000;
  await system.collect({
    id: writerId("later"),
    account: "acme",
    user: "ana",
    cells: [cellOf("inbox", system.clock.nowMs, 1_000, { actions: { "mail.sent": 4 } })],
  });
  expect((await explain("milestone=mails&user=ana")).value).toBe(0.5);
});
