import type { RulesInForce, SettledMember, TakenMembers } from "../adoptions.ts";
import { ALL, type OpenedStore } from "./harness.ts";

/** Rules of a definitions version, as these tests write them. */
export interface TestRules {
  readonly version: number;
  readonly idleLimitIndex: number;
  readonly thresholdMs: number;
}

/** A job in parts, so that a test can let things happen, or let it die, between them. */
export function createAdoptionWorker(
  { facts, records }: OpenedStore,
  featureKeys: readonly string[] = ["calendars", "contacts"],
) {
  let rules: TestRules = { version: 0, idleLimitIndex: 0, thresholdMs: 1 };
  let taken: (TakenMembers & { readonly kind: "taken" }) | null = null;
  let members: readonly SettledMember[] | null = null;
  const inForce = ({ version, ...decisive }: TestRules): RulesInForce => ({
    definitionVersion: version,
    rules: JSON.stringify(decisive),
  });

  const take = async (newRules: TestRules, nowMs: number, limit = 1_000): Promise<readonly string[]> => {
    rules = newRules;
    taken = null;
    members = null;
    for (;;) {
      const reply = await records.takeDirtyMembers({ rules: inForce(rules), limit, cursor: null, nowMs });
      if (reply.kind === "outdated") return [];
      if (reply.kind === "marking") continue;
      taken = reply;
      return reply.members.map(({ user }) => user);
    }
  };
  const read = async (): Promise<void> => {
    const question = {
      scope: ALL,
      idleLimitIndex: rules.idleLimitIndex,
      thresholds: featureKeys.map((feature) => ({ feature, thresholdMs: rules.thresholdMs })),
      actionThresholds: [],
    };
    const settled: SettledMember[] = [];
    for (const { account, user } of taken?.members ?? []) {
      const { features } = await facts.member({ ...question, account, user });
      const adoptions = features.flatMap((row) => row.adoptions.map((epoch) => ({ feature: row.feature, ...epoch })));
      settled.push({ account, user, adoptions });
    }
    members = settled;
  };
  const settle = async (nowMs: number): Promise<void> => {
    if (taken === null) return;
    if (members === null) await read();
    await records.settleMembers({ rules: inForce(rules), take: taken.take, members: members ?? [], foundAtMs: nowMs });
    taken = null;
    members = null;
  };
  return {
    take,
    read,
    settle,
    async settleAll(newRules: TestRules, nowMs: number): Promise<void> {
      while ((await take(newRules, nowMs, 700)).length > 0) await settle(nowMs);
    },
  };
}
