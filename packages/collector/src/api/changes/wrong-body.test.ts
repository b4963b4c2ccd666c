import { expect, test } from "vitest";
import * as v from "valibot";
import { premiumRequest } from "../openapi/account-shapes.ts";
import { snapshotRequest, targetRequest } from "../openapi/module-shapes.ts";
import { featureRelevanceRequest } from "../openapi/relevance-shapes.ts";
import { wrongBody } from "./wrong-body.ts";

const TARGET = { account: "acme", module: "plan", targetPercent: 5 };
const ANSWER = { account: "acme", relevant: false, reason: "Not theirs" };

test.each<[v.GenericSchema, unknown, string]>([
  [snapshotRequest, {}, "module: it is missing."],
  [snapshotRequest, [], "module: it is missing."],
  [snapshotRequest, 7, "The body: it is 7. Allowed: an object."],
  [snapshotRequest, { module: "plan", moduel: "x" }, "moduel: it is no field of this request."],
  [snapshotRequest, { module: "plan", active: "x" }, 'active: it is "x". Allowed: a number.'],
  [snapshotRequest, { module: "plan", active: 1.5 }, "active: it is 1.5. Allowed: a whole number."],
  [snapshotRequest, { module: "plan", active: -1 }, "active: it is -1. Allowed: 0 or more."],
  [snapshotRequest, { module: 1 }, "module: it is 1. Allowed: a text."],
  [targetRequest, { ...TARGET, targetPercent: 101 }, "targetPercent: it is 101. Allowed: 100 at most."],
  [
    targetRequest,
    { ...TARGET, account: "" },
    'account: it is "". Allowed: an id of 1 to 128 characters, none of them a control character, and not constructor, prototype or __proto__.',
  ],
  [premiumRequest, { accounts: [], premium: true }, "accounts: its length is 0. Allowed: 1 at least."],
  [premiumRequest, { accounts: "acme", premium: true }, 'accounts: it is "acme". Allowed: a list.'],
  [premiumRequest, { accounts: ["acme"], premium: "yes" }, 'premium: it is "yes". Allowed: true, false.'],
  [featureRelevanceRequest, { ...ANSWER, reason: " " }, 'reason: it is " ". Allowed: a text that isn\'t blank.'],
  [
    featureRelevanceRequest,
    { ...ANSWER, reason: "x".repeat(1_001) },
    "reason: its length is 1001. Allowed: 1000 at most.",
  ],
])("a body that doesn't hold is told by field, value and what is allowed (%#)", (shape, body, sentence) => {
  const { issues } = v.safeParse(shape, body);
  expect(issues && wrongBody(issues[0])).toBe(sentence);
});
