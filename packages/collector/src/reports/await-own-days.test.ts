import { expect, test } from "vitest";
import { OwnDaysNotKeptError, type OwnDays } from "../api/reading/own-days.ts";
import { HttpProblem } from "../http/problem.ts";
import type { OwnDaysKeeping } from "../kept/start-keeping-own-days.ts";
import { awaitOwnDays } from "./await-own-days.ts";
import type { ReportQuestion, Reports } from "./report.ts";

const DAYS: OwnDays = { lastDay: 20_000, isOver: true, days: null };
const QUESTION: ReportQuestion = {
  report: "features",
  query: "",
  path: {},
  accept: null,
  asker: { scope: { kind: "all" }, name: null },
  nowMs: 0,
};

/** Reports that need days that aren't kept, and what they were asked. */
function createFakes(keep: () => Promise<void>, isReady = true) {
  const asked: (boolean | undefined)[] = [];
  const reports: Reports = {
    async answer({ awaitsOwnDays }) {
      asked.push(awaitsOwnDays);
      if (awaitsOwnDays === true) throw new OwnDaysNotKeptError(DAYS);
      return new Response("counted");
    },
    close: async () => undefined,
  };
  const wanted: OwnDays[] = [];
  const keeping: OwnDaysKeeping = {
    isReady: () => isReady,
    async keep(ownDays) {
      wanted.push(ownDays);
      await keep();
    },
    noteRead: () => undefined,
    close: async () => undefined,
  };
  return { asked, wanted, reports: awaitOwnDays(reports, keeping) };
}

test("what isn't kept is asked for again when it is", async () => {
  const { asked, wanted, reports } = createFakes(async () => undefined);
  expect(await (await reports.answer(QUESTION)).text()).toBe("counted");
  expect({ asked, wanted }).toEqual({ asked: [true, false], wanted: [DAYS] });
});

test("whoever would wait too long is told so", async () => {
  const { asked, reports } = createFakes(async () => {
    throw new HttpProblem("being-counted", "Come again.");
  });
  await expect(reports.answer(QUESTION)).rejects.toThrow("Come again.");
  expect(asked).toEqual([true]);
});

test("where nothing can be kept it is counted for the answer", async () => {
  const { asked, wanted, reports } = createFakes(async () => undefined, false);
  expect(await (await reports.answer(QUESTION)).text()).toBe("counted");
  expect({ asked, wanted }).toEqual({ asked: [false], wanted: [] });
});

test("other problems stay what they are", async () => {
  const broken: Reports = {
    answer: () => Promise.reject(new TypeError("broken")),
    close: async () => undefined,
  };
  const keeping = { isReady: () => true, noteRead: () => undefined, close: async () => undefined };
  const reports = awaitOwnDays(broken, { ...keeping, keep: () => Promise.reject(new Error("never asked")) });
  await expect(reports.answer(QUESTION)).rejects.toThrow("broken");
});
