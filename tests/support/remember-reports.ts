import { JWT_SECRET, requestsTo, type TestCollector } from "./test-collector.ts";
import { createCollector } from "../../packages/collector/src/collector.ts";
import { rememberAnswers } from "./remember-answers.ts";

/**
 * The same collector for thousands of questions about a workspace that doesn't change any more: its reports are worked out on
 * the thread that asks, and read each thing once.
 */
export async function rememberReports(system: TestCollector): Promise<TestCollector> {
  const { store, clock } = system;
  // By its definitions.
  await system.collector.ready();
  const { facts, records } = rememberAnswers(store.facts, store.records);
  const collector = createCollector({
    store: { facts, records, upkeep: store.upkeep, close: async () => undefined },
    now: () => clock.nowMs,
    jobs: false,
    jwt: { kind: "secret", secret: JWT_SECRET },
  });
  return { ...system, request: requestsTo(collector) };
}
