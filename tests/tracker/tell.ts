import { afterAll, describe, expect, test } from "vitest";
import type { Engine } from "./engine.ts";
import { isPossible, perform } from "./perform.ts";
import type { Scenario } from "./scenario.ts";
import { formatTable, isRight, type Outcome } from "./table.ts";
import { uptakeSubject } from "./uptake-subject.ts";

/** A test of each scenario in each engine that can play it, several at once; and one table of them all. */
export function tellScenarios(engines: readonly Engine[], scenarios: readonly Scenario[]): void {
  const outcomes = new Map<string, Outcome>();
  const played = engines.flatMap((engine) =>
    scenarios.map((scenario) => ({ engine, scenario, title: `In ${engine.name}: ${scenario.name}` })),
  );
  const isPlayed = ({ engine, scenario }: (typeof played)[number]) => isPossible(scenario, engine);

  describe.concurrent("What is reported is what was true", () => {
    test.for(played.filter(isPlayed))("$title", async ({ engine, scenario, title }) => {
      const outcome = await perform(scenario, engine, uptakeSubject);
      outcomes.set(title, outcome);
      expect(outcome.failure).toBeUndefined();
      expect(outcome.findings?.length).toBeGreaterThan(0);
      expect(outcome.findings?.filter((finding) => !isRight(finding))).toEqual([]);
    });
  });

  afterAll(() => {
    const told = played.flatMap((one) => {
      const { engine, scenario, title } = one;
      const impossible = { scenario: scenario.name, engine: engine.name, subject: uptakeSubject.name, findings: null };
      return outcomes.get(title) ?? (isPlayed(one) ? [] : impossible);
    });
    process.stdout.write(`\n${formatTable(told)}\n\n`);
  });
}
