import { expect, test } from "vitest";
import { compileDefinitions } from "./compile-definitions.ts";
import { publicDefinitions } from "./public-definitions.ts";

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
