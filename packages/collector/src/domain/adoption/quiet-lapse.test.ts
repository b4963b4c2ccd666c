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
