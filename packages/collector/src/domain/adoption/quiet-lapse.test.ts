import * as fc from "fast-check";
import type { Stage } from "@uptake/tracker/protocol";
import { expect, test } from "vitest";
import type { FeatureUse } from "./feature-use.ts";
import { lapsedLately, quietLapses } from "./quiet-lapse.ts";

const DAY_MS = 86_400_000;
const NOW_MS = 1_000 * DAY_MS;
const use = (user: string, feature: string, stage: Stage, daysAgo: number | null): FeatureUse => {
  const lastUsedAtMs = daysAgo === null ? null : NOW_MS - daysAgo * DAY_MS;
  return { account: "acme", user, feature, stage, adoptedAtMs: null, lastUsedAtMs };
};

test("only adopted core features that are cooling lapse quietly, the longest unused first", () => {
  const uses = [
    use("active", "inbox", "adopted", 14),
    use("cooling", "inbox", "adopted", 15),
    use("coolest", "inbox", "adopted", 30),
    use("lapsed", "inbox", "adopted", 31),
    use("tried", "inbox", "tried", 20),
    use("not core", "reports", "adopted", 20),
    use("backfilled", "inbox", "adopted", null),
  ];
  expect(quietLapses(uses, new Set(["inbox"]), NOW_MS).map(({ user }) => user)).toEqual(["coolest", "cooling"]);
});

test("lapsed this week is what has had no use for 31 to 37 days", () => {
  const uses = [30, 31, 37, 38].map((daysAgo) => use(`${daysAgo} days`, "inbox", "adopted", daysAgo));
  const others = [use("tried", "inbox", "tried", 33), use("never", "inbox", "adopted", null)];
  expect(lapsedLately([...others, ...uses].toReversed(), NOW_MS, 7).map(({ user }) => user)).toEqual([
    "31 days",
    "37 days",
  ]);
});

const anyUse = fc.record({
  user: fc.uuid(),
  account: fc.constant("acme"),
  feature: fc.constantFrom("inbox", "deals", "reports"),
  stage: fc.constantFrom<Stage>("untouched", "tried", "adopted", "adopted", "adopted"),
  adoptedAtMs: fc.constant(null),
  lastUsedAtMs: fc.option(
    fc
      .tuple(fc.constantFrom(-1, 0, 13, 14, 15, 29, 30, 31, 32, 33, 60), fc.constantFrom(-1, 0, 0, 1, DAY_MS / 3))
      .map(([daysAgo, moreMs]) => NOW_MS - daysAgo * DAY_MS + moreMs),
  ),
});
const anyUses = fc.array(anyUse, { maxLength: 30 });
const usersOf = (uses: readonly FeatureUse[]): readonly string[] => uses.map(({ user }) => user).toSorted();

test("of adopted core uses each is active, lapses quietly or has lapsed, and never two of these", () => {
  fc.assert(
    fc.property(anyUses, fc.subarray(["inbox", "deals", "reports"]), (uses, core) => {
      const adopted = uses.filter(({ feature, stage }) => stage === "adopted" && core.includes(feature));
      const active = adopted.filter(({ lastUsedAtMs }) => NOW_MS - (lastUsedAtMs ?? -NOW_MS) <= 14 * DAY_MS);
      const neverUsed = adopted.filter(({ lastUsedAtMs }) => lastUsedAtMs === null);
      const quiet = quietLapses(uses, new Set(core), NOW_MS);
      const lapsed = lapsedLately(adopted, NOW_MS, 1_000);
      expect(usersOf([...active, ...neverUsed, ...quiet, ...lapsed])).toEqual(usersOf(adopted));
    }),
  );
});

test("what lapsed within two spans is what lapsed in the one and in the other, the latest first", () => {
  fc.assert(
    fc.property(anyUses, fc.nat(3), fc.nat(3), (uses, later, earlier) => {
      const both = lapsedLately(uses, NOW_MS, later + earlier);
      expect(usersOf(both)).toEqual(
        usersOf([...lapsedLately(uses, NOW_MS, later), ...lapsedLately(uses, NOW_MS - later * DAY_MS, earlier)]),
      );
      const times = both.map(({ lastUsedAtMs }) => lastUsedAtMs ?? 0);
      expect(times).toEqual(times.toSorted((one, other) => other - one));
    }),
  );
});

test("what lapses quietly comes by how long it is unused, in whatever order the uses are", () => {
  fc.assert(
    fc.property(anyUses, (uses) => {
      const core = new Set(["inbox", "deals"]);
      const quiet = quietLapses(uses, core, NOW_MS);
      const times = quiet.map(({ lastUsedAtMs }) => lastUsedAtMs ?? 0);
      expect(times).toEqual(times.toSorted((one, other) => one - other));
      expect(usersOf(quietLapses(uses.toReversed(), core, NOW_MS))).toEqual(usersOf(quiet));
    }),
  );
});
