import { expect, test } from "vitest";
import type { FactQuestions } from "./fact-questions.ts";

/** Each of them has to be answered by every engine: what the doors want is composed of these. */
const QUESTIONS: Readonly<Record<keyof FactQuestions, true>> = {
  totals: true,
  actionTotals: true,
  distinctUsers: true,
  medianTimes: true,
  cells: true,
  member: true,
  members: true,
  featureNames: true,
  vitals: true,
  accounts: true,
  users: true,
  assets: true,
  assetCounts: true,
  pushed: true,
  watermark: true,
};

test("there are at most fifteen questions", () => {
  expect(Object.keys(QUESTIONS).length).toBeLessThanOrEqual(15);
});
