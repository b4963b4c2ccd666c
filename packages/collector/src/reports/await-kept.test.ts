import { expect, test } from "vitest";
import { NotKeptError, type Awaited, type CanAwait } from "../api/reading/awaited.ts";
import type { OwnDays } from "../api/reading/own-days.ts";
import { HttpProblem } from "../http/problem.ts";
import { awaitKept, type Keepers } from "./await-kept.ts";
import type { ReportQuestion, Reports } from "./report.ts";

const DAYS: OwnDays = { lastDay: 20_000, isOver: true, days: null };
const BOTH: CanAwait = { presets: true, ownDays: true };
const QUESTION: ReportQuestion = {
  report: "features",
  query: "",
  path: {},
  accept: null,
  asker: { scope: { kind: "all" }, name: null },
  nowMs: 0,
};

/**
 * Reports that need what isn't kept, one after the other, where it can be awaited, and what they were asked.
 * @param keep what comes of waiting.
 */
function createFakes(needed: readonly Awaited[], { keep = async () => undefined, canAwait = BOTH }: FakeParts = {}) {
  const asked: (CanAwait | undefined)[] = [];
  const waits: Awaited[] = [];
  const reports: Reports = {
    async answer(question) {
      asked.push(question.canAwait);
      const awaited = needed[waits.length];
      if (awaited !== undefined && question.canAwait?.[awaited === "presets" ? "presets" : "ownDays"] === true) {
        throw new NotKeptError(awaited, "people");
      }
      return new Response("counted");
    },
    close: async () => undefined,
  };
  const wait = async (awaited: Awaited): Promise<void> => {
    waits.push(awaited);
    await keep();
  };
  const closed: string[] = [];
  const keepers: Keepers = {
    presets: {
      wake: () => undefined,
      isAwaited: () => canAwait.presets,
      untilKept: () => wait("presets"),
      close: async () => void closed.push("presets"),
    },
    ownDays: {
      isReady: () => canAwait.ownDays,
      keep: wait,
      noteRead: () => undefined,
      close: async () => void closed.push("own days"),
    },
  };
  return { asked, waits, closed, reports: awaitKept(reports, keepers) };
}
interface FakeParts {
  readonly keep?: () => Promise<void>;
  readonly canAwait?: CanAwait;
}

test("what isn't kept is asked for again when it is", async () => {
  const { asked, waits, reports } = createFakes(["presets", DAYS]);
  expect(await (await reports.answer(QUESTION)).text()).toBe("counted");
  expect({ asked, waits }).toEqual({ asked: [BOTH, BOTH, BOTH], waits: ["presets", DAYS] });
});

test("what never stays kept is counted for the answer in the end", async () => {
  const { asked, reports } = createFakes(["presets", "presets", "presets", "presets"]);
  expect(await (await reports.answer(QUESTION)).text()).toBe("counted");
  expect(asked).toEqual([BOTH, BOTH, BOTH, undefined]);
});

test("whoever would wait too long is told so", async () => {
  const keep = () => Promise.reject(new HttpProblem("being-counted", "Come again."));
  const { asked, reports } = createFakes([DAYS], { keep });
  await expect(reports.answer(QUESTION)).rejects.toThrow("Come again.");
  expect(asked).toEqual([BOTH]);
});

test("where nothing can be kept it is counted for the answer", async () => {
  const canAwait = { presets: false, ownDays: false };
  const { asked, waits, reports } = createFakes([DAYS], { canAwait });
  expect(await (await reports.answer(QUESTION)).text()).toBe("counted");
  expect({ asked, waits }).toEqual({ asked: [canAwait], waits: [] });
});

test("other problems stay what they are", async () => {
  const { reports } = createFakes([DAYS], { keep: () => Promise.reject(new TypeError("broken")) });
  await expect(reports.answer(QUESTION)).rejects.toThrow("broken");
});

test("closing closes both keepers", async () => {
  const { closed, reports } = createFakes([]);
  await reports.close();
  expect(closed.toSorted()).toEqual(["own days", "presets"]);
});
