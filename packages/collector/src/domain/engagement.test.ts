import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileDefinitions } from "./compile-definitions.ts";
import { engagementOf, featureOfAction, type CountedAction } from "./engagement.ts";
import { groupBy } from "./group-by.ts";

const definitions = compileDefinitions(
  {
    features: { calendars: { name: "Calendars" }, phone: { name: "Phone" } },
    actions: {
      "booking.completed": { name: "Bookings", weight: 3, feature: "calendars" },
      "call.made": { name: "Calls" },
    },
  },
  1,
);

test("engagement weighs the actions that the definitions name and leaves out the others", () => {
  const counted = [
    { feature: "phone", action: "booking.completed", count: 2 },
    { feature: "phone", action: "call.made", count: 5 },
    { feature: "phone", action: "never.defined", count: 100 },
  ];
  expect(engagementOf(counted, definitions)).toBe(11);
  expect(engagementOf([], definitions)).toBe(0);
});

test("an action belongs to its definition's feature, else to the one in which it was counted", () => {
  expect(featureOfAction({ feature: "phone", action: "booking.completed", count: 1 }, definitions)).toBe("calendars");
  expect(featureOfAction({ feature: "phone", action: "call.made", count: 1 }, definitions)).toBe("phone");
  expect(featureOfAction({ feature: "phone", action: "never.defined", count: 1 }, definitions)).toBe("phone");
});

test("the engagement of all features together is the whole, whatever the order, the splits and the features counted in", () => {
  const anyCounted = fc.record({
    feature: fc.constantFrom("calendars", "phone", "_other"),
    action: fc.constantFrom("booking.completed", "call.made", "never.defined", "toString"),
    count: fc.nat(1_000),
  });
  fc.assert(
    fc.property(fc.array(anyCounted), fc.nat(20), (counted, at) => {
      const whole = engagementOf(counted, definitions);
      const times = (action: string): number =>
        counted.reduce((sum, one) => sum + (one.action === action ? one.count : 0), 0);
      expect(whole).toBe(3 * times("booking.completed") + times("call.made"));
      const features = counted.map(({ action, feature }) => (action === "booking.completed" ? "calendars" : feature));
      expect(counted.map((one) => featureOfAction(one, definitions))).toEqual(features);
      const sumOf = (parts: Iterable<readonly CountedAction[]>): number =>
        [...parts].reduce((sum, part) => sum + engagementOf(part, definitions), 0);
      expect(sumOf(groupBy(counted, (one) => featureOfAction(one, definitions)).values())).toBe(whole);
      expect(sumOf([counted.slice(at), counted.slice(0, at)])).toBe(whole);
      expect(
        engagementOf(
          counted.map((one) => ({ ...one, feature: "renamed" })),
          definitions,
        ),
      ).toBe(whole);
    }),
  );
});
