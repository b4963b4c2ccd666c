import { expect, test } from "vitest";
import { notRelevantFeatures } from "./relevance-answers.ts";

test("a feature is out for a reason, and back in where that was taken back", () => {
  const answers = [
    { feature: "phone", reason: "Nobody there makes calls" },
    { feature: "inbox", reason: null },
  ];
  expect(notRelevantFeatures(answers)).toEqual(new Set(["phone"]));
});
