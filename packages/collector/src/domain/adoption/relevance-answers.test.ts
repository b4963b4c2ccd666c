import { expect, test } from "vitest";
import { currentAnswers, notRelevantFeatures, type RelevanceAnswer } from "./relevance-answers.ts";

const answer = (feature: string, kind: RelevanceAnswer["kind"], at = 1, rejected = false): RelevanceAnswer => ({
  feature,
  kind,
  at,
  rejected,
});

test("what isn't relevant or is done elsewhere leaves the denominator; who needs help stays in it", () => {
  const answers = [answer("phone", "notRelevant"), answer("reports", "doneElsewhere"), answer("deals", "needHelp")];
  expect(notRelevantFeatures(answers)).toEqual(new Set(["phone", "reports"]));
  expect([...currentAnswers(answers).keys()]).toEqual(["phone", "reports", "deals"]);
});

test("an answer that was rejected changes nothing", () => {
  expect(notRelevantFeatures([answer("phone", "notRelevant", 1, true)])).toEqual(new Set());
});

test("the latest answer counts, in whichever order they come, and can take the others back", () => {
  const answers = [answer("phone", "relevant", 3), answer("phone", "notRelevant", 2)];
  expect(notRelevantFeatures(answers)).toEqual(new Set());
  expect(currentAnswers(answers).size).toBe(0);
  expect(notRelevantFeatures([...answers, answer("phone", "notRelevant", 4)])).toEqual(new Set(["phone"]));
});
