import { isId } from "@uptake/tracker/protocol";
import { expect, test } from "vitest";
import { compileDefinitions } from "./compile-definitions.ts";
import { engagementOf, featureOfAction } from "./engagement.ts";
import { livingState } from "./adoption/living-state.ts";
import { publicDefinitions } from "./public-definitions.ts";
import { stageOf } from "./adoption/stage.ts";

const DAY_MS = 86_400_000;

test.each([
  [0, "active"],
  [14 * DAY_MS, "active"],
  [14 * DAY_MS + 1, "cooling"],
  [30 * DAY_MS, "cooling"],
  [30 * DAY_MS + 1, "lapsed"],
])("a use %i ms ago is %s", (unusedMs, state) => {
  expect(livingState(1_000, 1_000 + unusedMs)).toBe(state);
});

test("what was never used has no living state", () => {
  expect(livingState(null, 1_000)).toBeNull();
});

test("a crossed threshold means adopted, any use means tried, none means untouched", () => {
  expect(stageOf({ crossed: true, used: true })).toBe("adopted");
  expect(stageOf({ crossed: false, used: true })).toBe("tried");
  expect(stageOf({ crossed: false, used: false })).toBe("untouched");
});

const definitions = compileDefinitions(
  {
    features: {
      calendars: { name: "Calendars", urls: ["/calendars/*"], core: true, plans: ["pro"] },
      phone: { name: "Phone", module: "talk" },
    },
    modules: { talk: { name: "Talk" } },
    actions: {
      "booking.completed": { name: "Bookings", weight: 3, feature: "calendars" },
      "call.made": { name: "Calls" },
    },
  },
  7,
);

test("engagement weighs the actions that the definitions name and leaves out the others", () => {
  const counted = [
    { feature: "phone", action: "booking.completed", count: 2 },
    { feature: "phone", action: "call.made", count: 5 },
    { feature: "phone", action: "never.defined", count: 100 },
  ];
  expect(engagementOf(counted, definitions)).toBe(11);
});

test("an action belongs to its definition's feature, else to the one in which it was counted", () => {
  expect(featureOfAction({ feature: "phone", action: "booking.completed", count: 1 }, definitions)).toBe("calendars");
  expect(featureOfAction({ feature: "phone", action: "call.made", count: 1 }, definitions)).toBe("phone");
  expect(featureOfAction({ feature: "phone", action: "never.defined", count: 1 }, definitions)).toBe("phone");
});

test("definitions that say little get seven minutes, focus and the 60 s limit", () => {
  expect(definitions.features.get("phone")).toEqual({
    feature: "phone",
    name: "Phone",
    kind: "feature",
    module: "talk",
    moduleName: "Talk",
    urls: [],
    attention: "focus",
    thresholdMs: 420_000,
    core: false,
    roles: null,
    plans: null,
    launchedDay: null,
  });
  expect([definitions.idleLimit, definitions.idleLimitIndex, definitions.enabled]).toEqual(["60s", 1, true]);
  expect(definitions.vitals).toBe(false);
});

test("a feature is a link when its key or its definition says so", () => {
  const features = {
    "link:help": { name: "Help centre" },
    academy: { name: "Academy", kind: "link" },
    "link:inbox": { name: "Inbox", kind: "feature" },
    links: { name: "Links" },
  } as const;
  const kinds = [...compileDefinitions({ features }, 1).features.values()].map(({ feature, kind }) => [feature, kind]);
  expect(kinds).toEqual([
    ["link:help", "link"],
    ["academy", "link"],
    ["link:inbox", "feature"],
    ["links", "feature"],
  ]);
});

test("the public definitions switch web vitals on, and say nothing of them otherwise", () => {
  const told = (vitals: boolean) => publicDefinitions(compileDefinitions({ vitals, features: {} }, 1));
  expect(told(true)).toMatchObject({ vitals: true });
  expect(told(false)).not.toHaveProperty("vitals");
});

test("the public definitions hold no names, thresholds or actions", () => {
  expect(publicDefinitions(definitions)).toEqual({
    version: 7,
    enabled: true,
    idleLimit: "60s",
    attention: {},
    rules: { "/calendars": { "*": { "": [["calendars"]] } } },
  });
});

test.each([
  ["u_1", true],
  ["Zoë 🙂 / é", true],
  ["x".repeat(128), true],
  ["x".repeat(129), false],
  ["", false],
  [7, false],
  ["__proto__", false],
  ["constructor", false],
  ["prototype", false],
  ["a\u0000b", false],
  ["a\nb", false],
  ["\uD800", false],
  ["a\uDC00b", false],
])("%j is an id: %s", (value, expected) => {
  expect(isId(value)).toBe(expected);
});
