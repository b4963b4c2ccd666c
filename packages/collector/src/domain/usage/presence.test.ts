import * as fc from "fast-check";
import { expect, test } from "vitest";
import { activeDaysByPerson } from "./presence.ts";

test("a visit or a presence makes a day active, and both together make one", () => {
  const visits = [
    { person: "ann", day: 3 },
    { person: "ann", day: 5 },
  ];
  const presences = [
    { person: "ann", day: 5 },
    { person: "bob", day: 1 },
  ];
  expect(activeDaysByPerson(visits, presences)).toEqual(
    new Map([
      ["ann", new Set([3, 5])],
      ["bob", new Set([1])],
    ]),
  );
});

test("without either there is nobody", () => {
  expect(activeDaysByPerson([], [])).toEqual(new Map());
});

test("it doesn't matter which of the two has seen somebody, or how often", () => {
  const seen = fc.array(fc.record({ person: fc.constantFrom("ann", "bob", "cy"), day: fc.nat({ max: 9 }) }));
  fc.assert(
    fc.property(seen, seen, (visits, presences) => {
      const days = activeDaysByPerson(visits, presences);
      expect(activeDaysByPerson(presences, visits)).toEqual(days);
      expect(activeDaysByPerson([...visits, ...presences, ...visits], [])).toEqual(days);
    }),
  );
});
