import type { TestCollector } from "../../../../../tests/support/test-collector.ts";
import { compileDefinitions } from "../../domain/compile-definitions.ts";
import { createWorkspaceCalendar } from "../../domain/workspace-calendar.ts";
import { createAdoptionJob } from "../../jobs/adoption-job.ts";
import { createMilestoneKeeper } from "../../jobs/milestone-keeper.ts";
import { RUNNING } from "../../jobs/test-support/running.ts";

/** What the collector does every few seconds, until there is nothing more to find. */
export async function findAdoptions({ store, clock }: Pick<TestCollector, "store" | "clock">): Promise<void> {
  const now = () => clock.nowMs;
  const { facts, records } = store;
  const job = createAdoptionJob({
    facts,
    adoptions: records,
    milestones: createMilestoneKeeper({ facts, records, calendarOf: createWorkspaceCalendar, now }),
    async definitions() {
      const stored = await records.definitions();
      return compileDefinitions(stored?.definitions ?? { features: {} }, stored?.version ?? 0);
    },
    now,
  });
  while ((await job.step(RUNNING)) === "more");
}
