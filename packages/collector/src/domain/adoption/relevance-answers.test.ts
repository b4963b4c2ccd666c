import * as fc from "fast-check";
import { expect, test } from "vitest";
import { notRelevantFeatures } from "./relevance-answers.ts";

test("a feature is out for a reason, and back in where that was taken back", () => {
  const answers = [
    { feature: "phone", reason: "Nobody there makes calls" },
    { feature: "inbox", reason: null },
  ];
  expect(notRelevantFeatures(answers)).toEqual(new Set(["phone"]));
});

test("a feature is out as long as the last word on it is a reason, and each answer is of its own feature alone", () => {
  const anyAnswer = fc.record({
    feature: fc.constantFrom("phone", "inbox", "deals", "reports", "agents"),
    reason: fc.option(fc.string()),
  });
  const anyAnswers = fc.uniqueArray(anyAnswer, { selector: ({ feature }) => feature });
  fc.assert(
    fc.property(anyAnswers, (answers) => {
      const out = notRelevantFeatures(answers);
      for (const { feature, reason } of answers) expect(out.has(feature)).toBe(reason !== null);
      expect(out.size).toBe(answers.reduce((sum, { reason }) => sum + (reason === null ? 0 : 1), 0));
      expect(notRelevantFeatures(answers.toReversed())).toEqual(out);
    }),
  );
});
