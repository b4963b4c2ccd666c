import type { AccountScope } from "../domain/account-scope.ts";
import { adoptionThresholds } from "../domain/adoption/adoption-rules.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import type { Facts, MemberFacts, MemberQuery } from "../store/facts.ts";
import type { StageRemovals } from "../store/stage-removals.ts";

/** What removed members are read from. */
export interface RemovedMembersParts {
  readonly facts: Pick<Facts, "member">;
  readonly records: Pick<StageRemovals, "removals">;
}

/** The features of whoever was ever removed from a stage, whose sums don't tell how far they are. Null: never removed. */
export type RemovedMembers = (account: string, user: string) => MemberFacts["features"] | null;

/** Reads those whom a removal from any stage has set back; few, and each is one question. */
export async function readRemovedMembers(
  scope: AccountScope,
  { facts, records }: RemovedMembersParts,
  definitions: CompiledDefinitions,
  slots: Pick<MemberQuery, "sinceSlot" | "untilSlot"> = {},
): Promise<RemovedMembers> {
  const members = new Map<string, MemberFacts["features"]>();
  for (const { account, user } of await records.removals(scope)) {
    const key = keyOf(account, user);
    if (members.has(key)) continue;
    const { features } = await facts.member({
      scope,
      account,
      user,
      idleLimitIndex: definitions.idleLimitIndex,
      thresholds: adoptionThresholds(definitions),
      actionThresholds: [],
      ...slots,
    });
    members.set(key, features);
  }
  return (account, user) => members.get(keyOf(account, user)) ?? null;
}

function keyOf(account: string, user: string): string {
  return JSON.stringify([account, user]);
}
