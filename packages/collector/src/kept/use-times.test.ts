import { expect, test } from "vitest";
import { openInMemory } from "./kept-file.ts";
import { createUseTimesWriter } from "./use-times.ts";

test("medians are of all pieces of a part together", () => {
  const database = openInMemory();
  const times = createUseTimesWriter(database);
  times.add(
    "in custom",
    new Map([
      ["calendars", [5_000, 1_000, 90_000]],
      ["phone", [0]],
    ]),
  );
  times.add("in custom", new Map([["calendars", [2_000]]]));
  times.add("before custom", new Map([["calendars", [7_000]]]));
  expect(times.medians("in custom")).toEqual(
    new Map([
      ["calendars", 3_500],
      ["phone", 0],
    ]),
  );
  expect(times.medians("before custom")).toEqual(new Map([["calendars", 7_000]]));
  times.clear();
  expect(times.medians("in custom")).toEqual(new Map());
  database.close();
});
