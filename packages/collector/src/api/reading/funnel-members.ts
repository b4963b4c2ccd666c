import { findCrossing } from "../../domain/adoption/crossing.ts";
import type { IneligibilityReason } from "../../domain/adoption/eligibility.ts";
import type { CompiledFeature } from "../../domain/compile-definitions.ts";
import { groupBy } from "../../domain/group-by.ts";
import type { FunnelMember } from "../../domain/usage/funnel.ts";
import { dayOf } from "../../domain/workspace-calendar.ts";
import { memberEligibility } from "./eligibility.ts";
import { memberKey } from "./presence.ts";
import type { Reading } from "./reading.ts";
import { memberUses, type MemberUse } from "./uses.ts";

/** A member, and what they have done that bears on a feature. */
export interface AccountFunnelMember extends FunnelMember {
  readonly account: string;
  readonly user: string;
}

/** A member who isn't in the funnel of a feature, since they count in none of its adoption rates, either. */
export interface ExcludedMember {
  readonly account: string;
  readonly reason: IneligibilityReason;
}

/** Of whom the funnel of a feature is, and who is left out. */
export interface FunnelPeople {
  readonly members: readonly AccountFunnelMember[];
  readonly excluded: readonly ExcludedMember[];
}

/**
 * What every eligible member of the reading's accounts has done that bears on a feature, all of them looked at once.
 * @param only the feature that will be asked for; null: any.
 */
export async function readFunnelMembers(
  reading: Reading,
  only: string | null,
): Promise<(feature: CompiledFeature) => FunnelPeople> {
  const { idleLimitIndex } = reading.definitions;
  const [users, eligibility, uses, visited, days] = await Promise.all([
    reading.users(),
    memberEligibility(reading),
    memberUses(reading),
    reading.totals({ by: ["account", "user", "feature"], spanUnder: idleLimitIndex }, null),
    reading.totals({ by: ["account", "user", "feature", "day"], ...(only !== null && { feature: only }) }, null),
  ]);
  const visitedBy = new Map<string, Set<string>>();
  for (const { account = "", user = "", feature = "", span } of visited) {
    const key = memberKey(account, user);
    if (span) visitedBy.set(key, (visitedBy.get(key) ?? new Set()).add(feature));
  }
  const adopted = new Map(uses.filter(({ stage }) => stage === "adopted").map((use) => [useKey(use), use]));
  const daysOf = groupBy(days, useKey);
  const members = users.flatMap(({ id, accounts }) => accounts.map((account) => ({ account, user: id })));
  return (definition) => {
    const { feature, thresholdMs } = definition;
    const excluded: ExcludedMember[] = [];
    const isEligible = ({ account, user }: { readonly account: string; readonly user: string }): boolean => {
      const reason = eligibility.ineligibilityOf(definition, account, user);
      if (reason !== null) excluded.push({ account, reason });
      return reason === null;
    };
    const eligible = members.filter(isEligible).map(({ account, user }): AccountFunnelMember => {
      const key = useKey({ account, user, feature });
      const own = (daysOf.get(key) ?? []).map(({ day = 0, activeMs, visits }) => ({
        at: day,
        amount: activeMs[idleLimitIndex] ?? 0,
        visits,
      }));
      // What nobody has looked for yet is found in the days.
      const adoptedDay = (use: MemberUse | undefined): number | null => {
        if (use === undefined) return null;
        if (use.adoptedAtMs !== null) return dayOf(use.adoptedAtMs, reading.calendar);
        return findCrossing(own, thresholdMs)?.at ?? null;
      };
      return {
        account,
        user,
        visited: visitedBy.get(memberKey(account, user)) ?? NOTHING,
        usedDays: new Set(own.filter(({ amount, visits }) => amount > 0 || visits > 0).map(({ at }) => at)),
        adoptedDay: adoptedDay(adopted.get(key)),
      };
    });
    return { members: eligible, excluded };
  };
}

const NOTHING: ReadonlySet<string> = new Set();

/** Ids hold no control characters. */
function useKey(row: { readonly account?: string; readonly user?: string; readonly feature?: string }): string {
  return `${row.account}\n${row.user}\n${row.feature}`;
}
