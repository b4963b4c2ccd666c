import type { MeReply } from "@uptake/tracker/protocol";
import * as fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import { compileDefinitions } from "../domain/compile-definitions.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import type { Facts } from "../store/facts.ts";
import { createWorkspaceCalendar } from "../domain/workspace-calendar.ts";
import { createAdoptionJob } from "./adoption-job.ts";
import type { Job } from "./job.ts";
import { createMilestoneKeeper } from "./milestone-keeper.ts";
import { RUNNING } from "./test-support/running.ts";

const ALL = { kind: "all" } as const;
const SLOT_MS = 900_000;

const definitions: Definitions = {
  features: { calendars: { name: "Calendars" }, reports: { name: "Reports", thresholdMs: 60_000 } },
};

async function start(given: Definitions = definitions): Promise<TestCollector> {
  const system = await startTestCollector({ definitions: given });
  onTestFinished(() => system.stop());
  await system.collector.ready();
  return system;
}

function jobOf({ store, clock }: TestCollector, facts: Pick<Facts, "member"> = store.facts): Job {
  return createAdoptionJob({
    facts,
    adoptions: store.records,
    milestones: createMilestoneKeeper({
      facts: store.facts,
      records: store.records,
      calendarOf: createWorkspaceCalendar,
      now: () => clock.nowMs,
    }),
    async definitions() {
      const stored = await store.records.definitions();
      return compileDefinitions(stored?.definitions ?? { features: {} }, stored?.version ?? 0);
    },
    now: () => clock.nowMs,
  });
}

async function run(job: Job): Promise<void> {
  while ((await job.step(RUNNING)) === "more");
}

test("what is settled is what people see of themselves, for everybody, under rules that change", async () => {
  const system = await start();
  const { store, clock } = system;
  const use = fc.record({
    user: fc.constantFrom("u_1", "u_2", "u_3"),
    feature: fc.constantFrom("calendars", "reports"),
    slotsAgo: fc.nat({ max: 200 }),
    activeMs: fc.nat({ max: 300_000 }),
  });
  const job = jobOf(system);
  let version = 0;
  const check = async (): Promise<void> => {
    await run(job);
    const settled = await store.records.adoptions(ALL);
    for (const user of ["u_1", "u_2", "u_3"]) {
      const bearer = await system.token({ user, account: "acme" });
      const me = (await (await system.request("/v1/me", { bearer })).json()) as MeReply;
      for (const { feature, adoptedAt } of me.features) {
        const row = settled.find((adoption) => adoption.user === user && adoption.feature === feature);
        expect({ user, feature, adoptedAt }).toEqual({ user, feature, adoptedAt: row ? row.slot * SLOT_MS : null });
      }
    }
  };
  await fc.assert(
    fc.asyncProperty(fc.array(use, { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), async (uses, minutes) => {
      const writers = uses.map(({ user, feature, slotsAgo, activeMs }) => ({
        id: writerId(`${user}-${version++}`),
        account: "acme",
        user,
        cells: [cellOf(feature, START_MS - slotsAgo * SLOT_MS, activeMs)],
      }));
      if (writers.length > 0) await system.collect(...writers);
      await check();
      const features = { ...definitions.features, reports: { name: "Reports", thresholdMs: minutes * 60_000 } };
      await store.records.applyDefinitions({ definitions: { features }, fileHash: null, appliedAtMs: 1 });
      // The door knows of new definitions within two seconds.
      clock.nowMs += 2_001;
      await check();
    }),
    { numRuns: 15 },
  );
  expect((await store.records.adoptions(ALL)).length).toBeGreaterThan(0);
});

test("a step is a hundred members, and nobody waits behind those who are always there", async () => {
  const system = await start();
  const { store } = system;
  const asked: string[] = [];
  const facts: Pick<Facts, "member"> = {
    async member(query) {
      asked.push(query.user);
      return store.facts.member(query);
    },
  };
  const job = jobOf(system, facts);
  const users = Array.from({ length: 250 }, (_, index) => `u_${String(index).padStart(3, "0")}`);
  const crowd = users.map((user) => ({
    id: writerId(user),
    account: "acme",
    user,
    cells: [cellOf("reports", START_MS, 60_000)],
  }));
  for (let from = 0; from < 250; from += 50) await system.collect(...crowd.slice(from, from + 50));
  expect([await job.step(RUNNING), asked.length]).toEqual(["more", 100]);
  const [first] = crowd;
  if (first !== undefined) await system.collect({ ...first, cells: [cellOf("reports", START_MS, 61_000)] });
  expect([await job.step(RUNNING), await job.step(RUNNING)]).toEqual(["more", "done"]);
  expect(asked).toEqual(users);
  expect(await job.step(RUNNING)).toBe("done");
  expect(asked).toEqual([...users, "u_000"]);
  expect(await store.records.events(ALL)).toHaveLength(250);
});

test("a job that fails leaves its members to be taken again", async () => {
  const system = await start();
  const { store, clock } = system;
  const cells = [cellOf("reports", START_MS, 60_000)];
  await system.collect({ id: writerId("w"), account: "acme", user: "u_1", cells });
  const broken = jobOf(system, { member: () => Promise.reject(new Error("no reader")) });
  await expect(broken.step(RUNNING)).rejects.toThrow("no reader");
  const job = jobOf(system);
  await run(job);
  expect(await store.records.adoptions(ALL)).toEqual([]);
  clock.nowMs += 60_001;
  await run(job);
  expect(await store.records.adoptions(ALL)).toHaveLength(1);
});

const GOALS: Definitions = {
  features: { reports: { name: "Reports", thresholdMs: 60_000 } },
  actions: { sent: { name: "Sent" } },
  assetTypes: { workflow: { name: "Workflow" } },
  milestones: {
    sent: { name: "Three sent", rule: { kind: "action", action: "sent", count: 3 } },
    minute: { name: "A minute", rule: { kind: "time", activeMs: 60_000 } },
    adopted: { name: "Someone adopts reports", scope: "account", rule: { kind: "adopted", feature: "reports" } },
    built: { name: "A workflow", scope: "account", rule: { kind: "assets", type: "workflow", count: 1 } },
  },
};
const MEMBER = { account: "acme", user: "u_1" };

async function milestonesOf(system: TestCollector): Promise<readonly unknown[]> {
  const me = await system.request("/v1/me", { bearer: await system.token(MEMBER) });
  const { milestones } = (await me.json()) as MeReply;
  return milestones.map(({ milestone, met, metAt, version, notRelevant, progress }) => [
    milestone,
    notRelevant ?? (met ? `met ${version ?? ""} ${metAt === null ? "sometime" : "dated"}` : progress),
  ]);
}

test("what is met stays met, whatever becomes of the sums, the assets and the rules", async () => {
  const system = await start(GOALS);
  const { store, clock } = system;
  const job = jobOf(system);
  const cells = [cellOf("reports", START_MS, 60_000, { actions: { sent: 3 } })];
  await system.collect({ id: writerId("w"), ...MEMBER, cells });
  await run(job);
  await store.facts.putAssets([{ account: "acme", type: "workflow", id: "w_1" }]);
  // An account was looked at a moment ago: it is again when a minute is over.
  await run(job);
  expect((await store.records.milestoneRecords({ scope: ALL })).map(({ milestone }) => milestone)).not.toContain(
    "built",
  );
  clock.nowMs += 60_001;
  await run(job);
  const met = [
    ["sent", "met 1 dated"],
    ["minute", "met 1 dated"],
    ["adopted", "met 1 dated"],
    ["built", "met 1 dated"],
  ];
  expect(await milestonesOf(system)).toEqual(met);
  await store.facts.putAssets([{ account: "acme", type: "workflow", id: "w_1", deletedAt: START_MS }]);
  const all = { kind: "user", user: "u_1", fromSlot: 0, toSlot: Number.MAX_SAFE_INTEGER } as const;
  await store.facts.void(all, { actor: "Maya", atMs: START_MS });
  await run(job);
  expect(await milestonesOf(system)).toEqual(met);
  const harder = structuredClone(GOALS) as { milestones: Record<string, object> };
  harder.milestones["sent"] = { name: "Nine sent", rule: { kind: "action", action: "sent", count: 9 } };
  harder.milestones["minute"] = { ...GOALS.milestones?.["minute"], version: 2 };
  await store.records.applyDefinitions({ definitions: harder as never, fileHash: null, appliedAtMs: 1 });
  clock.nowMs += 2_001;
  await run(job);
  expect(await milestonesOf(system)).toEqual([met[0], ["minute", 0], ...met.slice(2)]);
});

test("after a reset a milestone is met anew, by what comes from the next slot on, for members and accounts", async () => {
  const system = await start(GOALS);
  const { store, clock } = system;
  const job = jobOf(system);
  const use = (writer: string, atMs: number) =>
    system.collect({
      id: writerId(writer),
      ...MEMBER,
      cells: [cellOf("reports", atMs, 60_000, { actions: { sent: 3 } })],
    });
  await use("before", START_MS - SLOT_MS);
  await run(job);
  const by = { account: "acme", actor: "Maya", atMs: START_MS };
  await store.records.resetMilestone({ ...by, user: "u_1", milestone: "sent" });
  await store.records.resetMilestone({ ...by, user: null, milestone: "adopted" });
  await store.records.markMilestone({ ...by, user: null, milestone: "built", reason: "They build none" });
  await use("same", START_MS);
  clock.nowMs += 60_001;
  await run(job);
  const [sent, minute, adopted, built] = await milestonesOf(system);
  expect([sent, adopted]).toEqual([
    ["sent", 0],
    ["adopted", 0],
  ]);
  expect([minute, built]).toEqual([
    ["minute", "met 1 dated"],
    ["built", "They build none"],
  ]);
  clock.nowMs += SLOT_MS;
  await use("after", clock.nowMs);
  await run(job);
  expect(await milestonesOf(system)).toEqual([
    ["sent", "met 1 dated"],
    ["minute", "met 1 dated"],
    ["adopted", "met 1 dated"],
    ["built", "They build none"],
  ]);
  const kinds = (await store.records.milestoneRecords({ scope: ALL })).map(({ milestone, record }) => [
    milestone,
    record.kind,
  ]);
  expect(kinds.filter(([milestone]) => milestone === "adopted")).toEqual([
    ["adopted", "met"],
    ["adopted", "reset"],
    ["adopted", "met"],
  ]);
});

test("an account has adopted a feature no more when the only one who had is taken out of its stage", async () => {
  const system = await start(GOALS);
  const { store } = system;
  await system.collect({ id: writerId("w"), ...MEMBER, cells: [cellOf("reports", START_MS, 60_000)] });
  const removal = { ...MEMBER, feature: "reports", actor: "Maya", reason: null, atMs: START_MS };
  expect((await milestonesOf(system))[2]).toEqual(["adopted", "met 1 dated"]);
  await store.records.removeFromStage(removal);
  expect((await milestonesOf(system))[2]).toEqual(["adopted", 0]);
});

test("a milestone for a segment is for whoever is in it, and whoever has met it keeps it", async () => {
  const when = { kind: "attribute", attribute: "plan", equals: "pro" } as const;
  const rule = { kind: "time", activeMs: 60_000 } as const;
  const system = await start({
    features: { reports: { name: "Reports" } },
    segments: { pro: { name: "Pro", of: "account", when } },
    milestones: {
      minute: { name: "A minute", segment: "pro", rule },
      together: { name: "A minute together", segment: "pro", scope: "account", rule },
    },
  });
  const { store, clock } = system;
  const job = jobOf(system);
  await system.collect({ id: writerId("w"), ...MEMBER, cells: [cellOf("reports", START_MS, 60_000)] });
  await run(job);
  expect(await milestonesOf(system)).toEqual([]);
  const change = { segment: "pro", of: "account", subject: "acme" } as const;
  await store.records.changeSegmentMembers([{ ...change, kind: "joined", atMs: START_MS }]);
  clock.nowMs += 60_001;
  await run(job);
  await store.records.changeSegmentMembers([{ ...change, kind: "left", atMs: START_MS + 1 }]);
  expect(await milestonesOf(system)).toEqual([
    ["minute", "met 1 dated"],
    ["together", "met 1 dated"],
  ]);
});
