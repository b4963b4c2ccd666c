import { weighedHealth, type WeighedHealth } from "../../domain/health/weighing-segment.ts";
import { segmentsOf } from "../../domain/segments/segments-of.ts";
import type { Reading } from "./reading.ts";
import { toldFacts } from "./told-facts.ts";

/** The rules of whoever belongs to some accounts. */
export type HealthRulesOf = (accounts: readonly string[]) => WeighedHealth;

/**
 * By which rules health is made, by the segments of the accounts that the reading can see. Only what hosts tell of accounts
 * decides that: what somebody does makes their health, and must not weigh it, too.
 */
export function healthRules(reading: Reading): Promise<HealthRulesOf> {
  return reading.derive("healthRules", async (): Promise<HealthRulesOf> => {
    const { health, segments } = reading.definitions;
    const weighing = new Map([...segments].filter(([segment]) => segment in health.segmentWeights));
    const general: WeighedHealth = { rules: health, segment: null };
    if (weighing.size === 0) return () => general;
    const segmentsIn = new Map(
      (await reading.accounts()).map((account) => {
        const facts = Object.assign(toldFacts([account], null), { metric: () => null });
        return [account.id, segmentsOf(weighing, "account", facts)];
      }),
    );
    return (accounts: readonly string[]) => {
      const own = new Set(accounts.flatMap((account) => segmentsIn.get(account) ?? []));
      return weighedHealth(health, weighing.keys(), own);
    };
  });
}
