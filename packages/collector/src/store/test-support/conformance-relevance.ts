import { describe, expect, test } from "vitest";
import type { RelevanceAnswerRow } from "../relevance-answers.ts";
import { ALL, cell, NOW_MS, type MakePlace } from "./harness.ts";
import { usePlace, useStore } from "./use-store.ts";

const ANSWER: RelevanceAnswerRow = {
  account: "acme",
  user: "u_1",
  feature: "calendars",
  reason: "They take no bookings",
  actor: "Maya",
  atMs: NOW_MS,
};

/** To whom features are relevant. */
export function testRelevance(makePlace: MakePlace): void {
  describe("what isn't relevant", () => {
    test("stands until it is taken back, and is kept", async () => {
      const place = await usePlace(makePlace);
      const store = await place.open();
      await store.facts.mergeCells([cell()], NOW_MS);
      expect(await store.records.answerRelevance(ANSWER)).toEqual(ANSWER);
      expect(await store.records.relevanceAnswers({ scope: ALL })).toEqual([ANSWER]);
      await store.close();
      const again = await place.open();
      expect(await again.records.relevanceAnswers({ scope: ALL })).toEqual([ANSWER]);
      const back = { ...ANSWER, reason: null, actor: "Sam", atMs: NOW_MS + 9 };
      expect(await again.records.answerRelevance(back)).toEqual(back);
      expect(await again.records.relevanceAnswers({ scope: ALL })).toEqual([back]);
      await again.close();
    });

    test("is said once: the same again keeps its date and who said it, another reason takes its place", async () => {
      const { facts, records } = await useStore(makePlace);
      await facts.mergeCells([cell()], NOW_MS);
      await records.answerRelevance(ANSWER);
      expect(await records.answerRelevance({ ...ANSWER, actor: "Sam", atMs: NOW_MS + 9 })).toEqual(ANSWER);
      const other = { ...ANSWER, reason: "Done elsewhere", atMs: NOW_MS + 10 };
      expect(await records.answerRelevance(other)).toEqual(other);
      expect(await records.relevanceAnswers({ scope: ALL })).toEqual([other]);
    });

    test("belongs to a member or to an account as a whole, inside what the asker may see", async () => {
      const { facts, records } = await useStore(makePlace);
      await facts.mergeCells([cell(), cell({ user: "u_2" }), cell({ account: "b" })], NOW_MS);
      const subjects = [
        { account: "acme", user: null },
        { account: "acme", user: "u_2" },
        { account: "b", user: "u_1" },
      ];
      for (const subject of subjects) await records.answerRelevance({ ...ANSWER, ...subject });
      const of = async (query: object) =>
        (await records.relevanceAnswers({ scope: ALL, ...query })).map(({ account, user }) => ({ account, user }));
      expect(await of({})).toEqual(subjects);
      expect(await of({ account: "acme" })).toEqual(subjects.slice(0, 2));
      expect(await of({ scope: { kind: "only", accounts: ["b"] } })).toEqual(subjects.slice(2));
      expect(await of({ scope: { kind: "only", accounts: ["b"] }, account: "acme" })).toEqual([]);
    });

    test("can't be said of whom or what nobody has heard of", async () => {
      const { facts, records } = await useStore(makePlace);
      await facts.mergeCells([cell(), cell({ account: "b", user: "u_2" })], NOW_MS);
      const unknown = [
        { account: "c" },
        { account: "c", user: null },
        { user: "u_3" },
        { user: "u_2" },
        { feature: "unheard-of" },
      ];
      for (const one of unknown) expect(await records.answerRelevance({ ...ANSWER, ...one })).toBeNull();
      expect(await records.relevanceAnswers({ scope: ALL })).toEqual([]);
    });
  });
}
