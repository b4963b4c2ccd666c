import { describe, expect, test } from "vitest";
import type { Facts } from "../facts.ts";
import type { PushWrites } from "../pushed.ts";
import { ALL, cell, NOW_MS, SLOT, sorted, TODAY, type MakePlace } from "./harness.ts";
import { at, EXAMPLES, KINDS, pushExamples } from "./pushed-examples.ts";
import { useStore } from "./use-store.ts";

const ONLY_B = { kind: "only", accounts: ["b"] } as const;

/** What the host's server tells, kind by kind. */
export function testPushed(makePlace: MakePlace): void {
  describe.each(KINDS)("pushed %s", (kind) => {
    const { ofA, ofB } = EXAMPLES[kind];

    test("are read back, of everybody, of an account, and of nobody outside of the scope", async () => {
      const { facts } = await useStore(makePlace);
      await pushExamples(facts, kind);
      expect(sorted(await facts.pushed({ kind, scope: ALL }))).toEqual(sorted([...ofA, ...ofB]));
      expect(sorted(await facts.pushed({ kind, scope: ALL, account: "a" }))).toEqual(sorted(ofA));
      expect(sorted(await facts.pushed({ kind, scope: ONLY_B }))).toEqual(sorted(ofB));
      expect(await facts.pushed({ kind, scope: ONLY_B, account: "a" })).toEqual([]);
      expect(await facts.pushed({ kind, scope: ALL, account: "nobody" })).toEqual([]);
      expect(await facts.verify()).toEqual([]);
    });

    test("pushed again, in another order, change nothing", async () => {
      const { facts } = await useStore(makePlace);
      await pushExamples(facts, kind);
      const before = sorted(await facts.pushed({ kind, scope: ALL }));
      await facts.push(kind, EXAMPLES[kind].rows.toReversed(), NOW_MS + 5);
      await pushExamples(facts, kind);
      expect(sorted(await facts.pushed({ kind, scope: ALL }))).toEqual(before);
      expect(await facts.verify()).toEqual([]);
    });
  });

  describe("the watermark", () => {
    test("moves with what the host's server tells, of the accounts that may be seen", async () => {
      const { facts } = await useStore(makePlace);
      const push = facts.push.bind(facts);
      await facts.mergeCells([cell({ account: "a" }), cell({ account: "b" })], at(3));
      await push("seats", [{ account: "a", module: "plan", licensed: 10 }], at(2));
      const known = { cellsReceivedAtMs: at(3), toldAtMs: at(2), receivedAtMs: at(2) };
      expect(await facts.watermark(ALL)).toMatchObject(known);
      expect(await facts.watermark({ kind: "only", accounts: ["a"] })).toMatchObject(known);
      expect(await facts.watermark(ONLY_B)).toMatchObject({ toldAtMs: null, receivedAtMs: at(3) });
      await push("users", [{ id: "u_9", accounts: ["b"] }], at(1));
      expect(await facts.watermark(ONLY_B)).toMatchObject({ cellsReceivedAtMs: at(3), receivedAtMs: at(1) });
      expect(await facts.watermark({ kind: "only", accounts: ["a"] })).toMatchObject(known);
    });

    test("moves never back, and not with what was refused", async () => {
      const { facts } = await useStore(makePlace);
      await facts.push("accounts", [{ id: "a" }], at(1));
      await facts.push("accounts", [{ id: "a", name: "A" }], at(2));
      const refused = await facts.push("accounts", [{ id: "a", parent: "a" }], NOW_MS);
      expect(refused).toEqual(["own_parent"]);
      expect(await facts.watermark(ALL)).toMatchObject({ cellsReceivedAtMs: null, receivedAtMs: at(1) });
    });
  });

  describe("what the host's server tells", () => {
    test("is asked for by days of the workspace", async () => {
      const { facts } = await useStore(makePlace, { timeZone: "Asia/Tokyo" });
      for (const kind of KINDS) await pushExamples(facts, kind);
      const days = { from: TODAY - 1, to: TODAY - 1 };
      for (const kind of ["gauges", "touchpoints", "responses", "pillars", "presence", "annotations"] as const) {
        const rows = (await facts.pushed({ kind, scope: ALL, days })) as readonly { readonly account: string }[];
        expect([kind, rows.map(({ account }) => account)]).toEqual([kind, ["a"]]);
      }
      const tomorrow = Date.parse("2026-11-19T00:00+09:00");
      const touchpoint = { account: "c", kind: "call" } as const;
      await facts.push(
        "touchpoints",
        [
          { id: "before", ...touchpoint, at: tomorrow - 1 },
          { id: "after", ...touchpoint, at: tomorrow },
        ],
        NOW_MS,
      );
      const ofC = { kind: "touchpoints", scope: ALL, account: "c" } as const;
      const idsOf = async (day: number) =>
        (await facts.pushed({ ...ofC, days: { from: day, to: day } })).map(({ id }) => id);
      expect([await idsOf(TODAY), await idsOf(TODAY + 1)]).toEqual([["before"], ["after"]]);
    });

    test("is asked for by the person it is about", async () => {
      const { facts } = await useStore(makePlace);
      for (const kind of KINDS) await pushExamples(facts, kind);
      const counts = async (user: string) =>
        Promise.all(
          (["seats", "actions", "touchpoints", "responses", "presence"] as const).map(
            async (kind) => (await facts.pushed({ kind, scope: ALL, user })).length,
          ),
        );
      expect(await counts("u_1")).toEqual([1, 1, 1, 2, 2]);
      expect(await counts("u_2")).toEqual([1, 0, 0, 0, 0]);
      expect(await counts("unheard-of")).toEqual([0, 0, 0, 0, 0]);
    });

    test("makes people known where it puts them, and lets nobody else seem to be there", async () => {
      const { facts } = await useStore(makePlace);
      await facts.push("presence", [{ day: TODAY, account: "a", user: "u_1" }], NOW_MS);
      await facts.push("actions", [{ account: "a", action: "sent", slot: SLOT, count: 1 }], NOW_MS);
      expect(await facts.users(ALL)).toMatchObject([{ id: "u_1", accounts: ["a"], inRoster: false }]);
      expect(await facts.users({ kind: "only", accounts: ["a"] })).toMatchObject([{ id: "u_1" }]);
      expect(await facts.accounts(ALL)).toMatchObject([{ id: "a", inRoster: false, lastReceivedAtMs: null }]);
    });

    test("of a touchpoint, a response and an annotation can be changed and taken back", async () => {
      const { facts } = await useStore(makePlace);
      for (const kind of KINDS) await pushExamples(facts, kind);
      await facts.push("touchpoints", [{ id: "t1", account: "b", kind: "meeting", at: 5, by: null }], NOW_MS);
      await facts.push("responses", [{ id: "r1", account: "a", user: "u_2", score: 7, at: 6 }], NOW_MS);
      const ask = async (kind: "touchpoints" | "responses" | "annotations", id: string) =>
        ((await facts.pushed({ kind, scope: ALL })) as readonly { readonly id: string }[]).find((row) => row.id === id);
      expect(await ask("touchpoints", "t1")).toEqual({
        id: "t1",
        account: "b",
        user: "u_1",
        kind: "meeting",
        at: 5,
        by: null,
        note: "Renewal",
      });
      expect(await ask("responses", "r1")).toMatchObject({ user: "u_2", score: 7, comment: "Too slow" });
      const gone = { account: "a", at: 1, deleted: true } as const;
      await facts.push("touchpoints", [{ id: "t1", kind: "call", ...gone }], NOW_MS);
      await facts.push("responses", [{ id: "r1", user: "u_1", score: 1, ...gone }], NOW_MS);
      await facts.push("annotations", [{ id: "n1", kind: "other", day: 1, name: "x", deleted: true }], NOW_MS);
      expect([await ask("touchpoints", "t1"), await ask("responses", "r1"), await ask("annotations", "n1")]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    });

    test("of the whole workspace is for everybody who may ask", async () => {
      const { facts } = await useStore(makePlace);
      const release = { id: "n", kind: "release", day: TODAY, name: "2.0" } as const;
      await facts.push("annotations", [release], NOW_MS);
      await pushExamples(facts, "annotations");
      const seen = async (scope: Parameters<Facts["accounts"]>[0], account?: string) =>
        (await facts.pushed({ kind: "annotations", scope, ...(account !== undefined && { account }) })).map(
          ({ id, account: of }) => [id, of],
        );
      expect(sorted(await seen(ONLY_B))).toEqual([
        ["n", null],
        ["n2", "b"],
      ]);
      expect(sorted(await seen(ALL, "a"))).toEqual([
        ["n", null],
        ["n1", "a"],
      ]);
    });

    test("of seats replaces who sits, leaves the count alone, and the other way round", async () => {
      const { facts } = await useStore(makePlace);
      const put = (row: Omit<PushWrites["seats"], "account" | "module">) =>
        facts.push("seats", [{ account: "a", module: "plan", ...row }], NOW_MS);
      const now = () => facts.pushed({ kind: "seats", scope: ALL });
      await put({ licensed: 5, users: ["u_1", "u_2", "u_2"] });
      await put({ users: ["u_2", "u_3"] });
      expect(await now()).toMatchObject([{ licensed: 5, users: ["u_2", "u_3"] }]);
      await put({ licensed: null });
      expect(await now()).toMatchObject([{ licensed: null, users: ["u_2", "u_3"] }]);
      await put({ users: null });
      expect(await now()).toMatchObject([{ licensed: null, users: null }]);
    });

    test("of a pillar holds until something newer, and a gauge's day and unit can be emptied", async () => {
      const { facts } = await useStore(makePlace);
      for (const kind of KINDS) await pushExamples(facts, kind);
      const pillar = { account: "a", pillar: "service" } as const;
      await facts.push("pillars", [{ ...pillar, score: 50, at: at(2) }], NOW_MS);
      expect(await facts.pushed({ kind: "pillars", scope: ALL, account: "a" })).toMatchObject([{ score: 0 }]);
      await facts.push("pillars", [{ ...pillar, score: null, at: at(0) }], NOW_MS);
      expect(await facts.pushed({ kind: "pillars", scope: ALL, account: "a" })).toEqual([]);
      const gauge = { account: "a", gauge: "bandwidth" };
      await facts.push("gauges", [{ ...gauge, day: TODAY, value: null, unit: null }], NOW_MS);
      expect(await facts.pushed({ kind: "gauges", scope: ALL, account: "a" })).toEqual([
        { ...gauge, unit: null, day: TODAY - 1, value: 1.5 },
      ]);
    });

    test("of who was present is forgotten with its days, and nothing else is", async () => {
      const { facts, upkeep } = await useStore(makePlace);
      for (const kind of KINDS) await pushExamples(facts, kind);
      const day = (daysAgo: number) => ({ day: TODAY - daysAgo, account: "a", user: "u_1" });
      await facts.push("presence", [day(100), day(99), day(60)], NOW_MS);
      await facts.fold(SLOT - 96 * 35);
      while ((await upkeep.forgetDaysStep(SLOT - 96 * 70)) === "more");
      const days = (await facts.pushed({ kind: "presence", scope: ALL, account: "a" })).map((row) => TODAY - row.day);
      expect(days).toEqual([60, 1]);
      for (const kind of KINDS.filter((one) => one !== "presence")) {
        const { ofA, ofB } = EXAMPLES[kind];
        expect([kind, (await facts.pushed({ kind, scope: ALL })).length]).toEqual([kind, ofA.length + ofB.length]);
      }
    });

    test("comes in many rows as well as in few, each judged by itself", async () => {
      const { facts } = await useStore(makePlace);
      await facts.mergeCells([cell({ account: "a" })], NOW_MS);
      await facts.void(
        { kind: "user", user: "u_1", fromSlot: SLOT, toSlot: SLOT + 1 },
        { actor: "Maya", atMs: NOW_MS },
      );
      const rows = Array.from({ length: 5_000 }, (_, index) => ({
        account: "a",
        user: index === 4_321 ? "u_1" : "u_2",
        action: `a${index}`,
        slot: SLOT,
        count: 1,
      }));
      const refusals = await facts.push("actions", rows, NOW_MS);
      expect(refusals.flatMap((refusal, index) => (refusal === null ? [] : [[index, refusal]]))).toEqual([
        [4_321, "voided"],
      ]);
      expect(refusals).toHaveLength(5_000);
    });
  });
}
