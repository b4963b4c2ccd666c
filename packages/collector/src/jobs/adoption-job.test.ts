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
import { createAdoptionJob } from "./adoption-job.ts";
import type { Job } from "./job.ts";

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
    async definitions() {
      const stored = await store.records.definitions();
      return compileDefinitions(stored?.definitions ?? { features: {} }, stored?.version ?? 0);
    },
    now: () => clock.nowMs,
  });
}

async function run(job: Job): Promise<void> {
  while ((await job.step()) === "more");
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
  expect([await job.step(), asked.length]).toEqual(["more", 100]);
  const [first] = crowd;
  if (first !== undefined) await system.collect({ ...first, cells: [cellOf("reports", START_MS, 61_000)] });
  expect([await job.step(), await job.step()]).toEqual(["more", "done"]);
  expect(asked).toEqual(users);
  expect(await job.step()).toBe("done");
  expect(asked).toEqual([...users, "u_000"]);
  expect(await store.records.events(ALL)).toHaveLength(250);
});

test("a job that fails leaves its members to be taken again", async () => {
  const system = await start();
  const { store, clock } = system;
  const cells = [cellOf("reports", START_MS, 60_000)];
  await system.collect({ id: writerId("w"), account: "acme", user: "u_1", cells });
  const broken = jobOf(system, { member: () => Promise.reject(new Error("no reader")) });
  await expect(broken.step()).rejects.toThrow("no reader");
  const job = jobOf(system);
  await run(job);
  expect(await store.records.adoptions(ALL)).toEqual([]);
  clock.nowMs += 60_001;
  await run(job);
  expect(await store.records.adoptions(ALL)).toHaveLength(1);
});
