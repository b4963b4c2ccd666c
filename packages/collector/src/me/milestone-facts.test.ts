import { expect, test } from "vitest";
import { compileDefinitions } from "../domain/compile-definitions.ts";
import { milestoneProgress } from "../domain/milestones/milestone-progress.ts";
import { cellOf, START_MS, startTestCollector, writerId } from "../../../../tests/support/test-collector.ts";
import { memberThresholds } from "./read-milestones.ts";
import { memberMilestoneFacts } from "./milestone-facts.ts";

test("an action called like what every object has counts as often as it was done", async () => {
  const definitions = {
    features: { inbox: { name: "Inbox" }, deals: { name: "Deals" } },
    actions: { valueOf: { name: "Value" } },
  };
  const system = await startTestCollector({ definitions });
  try {
    const cells = [cellOf("inbox", START_MS, 1_000), cellOf("deals", START_MS, 1_000, { actions: { valueOf: 3 } })];
    await system.collect({ id: writerId("w"), account: "acme", user: "uma", cells });
    const compiled = compileDefinitions(definitions, 1);
    const scope = { kind: "all" } as const;
    const member = await system.store.facts.member({
      scope,
      account: "acme",
      user: "uma",
      ...memberThresholds(compiled),
    });
    const facts = memberMilestoneFacts(member, [], compiled);
    expect(facts.actionCount("valueOf")).toBe(3);
    expect(facts.actionCount("toString")).toBe(0);
    expect(milestoneProgress({ kind: "action", action: "valueOf", count: 4 }, facts).progress).toBe(0.75);
  } finally {
    await system.stop();
  }
});
