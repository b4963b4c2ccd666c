import type { AccountScope } from "../domain/account-scope.ts";
import { adoptionThresholds } from "../domain/adoption/adoption-rules.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { groupBy } from "../domain/group-by.ts";
import type { Facts, MemberFacts, MemberQuery } from "../store/facts.ts";
import type { StageRemovals } from "../store/stage-removals.ts";
import { membersInParts } from "./members-in-parts.ts";

/** What removed members are read from. */
export interface RemovedMembersParts {
  readonly facts: Pick<Facts, "members">;
  readonly records: Pick<StageRemovals, "removals">;
}

/** The features of whoever was ever removed from a stage, whose sums don't tell how far they are. Null: never removed. */
export type RemovedMembers = (account: string, user: string) => MemberFacts["features"] | null;

/** Reads those whom a removal from any stage has set back: few, those of an account together. */
export async function readRemovedMembers(
  scope: AccountScope,
  { facts, records }: RemovedMembersParts,
  definitions: CompiledDefinitions,
  slots: Pick<MemberQuery, "sinceSlot" | "untilSlot"> = {},
): Promise<RemovedMembers> {
  const members = new Map<string, MemberFacts["features"]>();
  const byAccount = groupBy(await records.removals(scope), ({ account }) => account);
  for (const [account, removals] of byAccount) {
    const users = [...new Set(removals.map(({ user }) => user))];
    const found = await membersInParts(facts, {
      scope,
      account,
      users,
      idleLimitIndex: definitions.idleLimitIndex,
      thresholds: adoptionThresholds(definitions),
      actionThresholds: [],
      ...slots,
    });
    users.forEach((user, index) => members.set(keyOf(account, user), found[index]?.features ?? []));
  }
  return (account, user) => members.get(keyOf(account, user)) ?? null;
}

function keyOf(account: string, user: string): string {
  return JSON.stringify([account, user]);
}
