import { findCrossing } from "../../domain/adoption/crossing.ts";
import type { IneligibilityReason } from "../../domain/adoption/eligibility.ts";
import type { CompiledFeature } from "../../domain/compile-definitions.ts";
import { groupBy } from "../../domain/group-by.ts";
import type { FunnelMember } from "../../domain/usage/funnel.ts";
import type { WorkspaceDay } from "../../domain/day.ts";
import type { TotalsRow } from "../../store/facts.ts";
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
  const [users, eligibility, uses, used, days] = await Promise.all([
    reading.users(),
    memberEligibility(reading),
    memberUses(reading),
    reading.totals({ by: ["account", "user", "feature"], spanUnder: idleLimitIndex }, null),
    reading.totals({ by: ["account", "user", "feature", "day"], ...(only !== null && { feature: only }) }, null),
  ]);
  /** By member, of each feature that they used the first day. */
  const firstDays = new Map<string, Map<string, WorkspaceDay>>();
  for (const { account = "", user = "", feature = "", span } of used) {
    if (!span) continue;
    const key = memberKey(account, user);
    firstDays.set(key, (firstDays.get(key) ?? new Map<string, WorkspaceDay>()).set(feature, span.firstDay));
  }
  const adopted = new Map(
    uses
      .filter(({ stage }) => stage === "adopted")
      .map((use) => [useKey(memberKey(use.account, use.user), use.feature), use]),
  );
  // When somebody came back is asked of those who have adopted it alone.
  const daysOf = groupBy(days, ({ account = "", user = "", feature = "" }) => {
    const key = useKey(memberKey(account, user), feature);
    return adopted.has(key) ? key : null;
  });
  const members = users.flatMap(({ id, accounts }) =>
    accounts.map((account) => {
      const key = memberKey(account, id);
      const visited = firstDays.get(key) ?? NOTHING;
      return { account, user: id, key, firstDays: visited, visited: new Set(visited.keys()) };
    }),
  );
  return (definition) => {
    const { feature } = definition;
    const excluded: ExcludedMember[] = [];
    const eligible: AccountFunnelMember[] = [];
    for (const { account, user, key, visited, firstDays: ofMember } of members) {
      const reason = eligibility.ineligibilityOf(definition, account, user);
      if (reason !== null) {
        excluded.push({ account, reason });
        continue;
      }
      const firstUsedDay = ofMember.get(feature) ?? null;
      const use = adopted.get(useKey(key, feature));
      const adoption =
        use === undefined ? NOT_ADOPTED : adoptionOf(reading, definition, use, daysOf.get(useKey(key, feature)) ?? []);
      eligible.push(Object.assign({ account, user, visited, firstUsedDay }, adoption));
    }
    return { members: eligible, excluded };
  };
}

const NOT_ADOPTED = { adoptedDay: null, usedAgainDay: null } as const;

/** When a member adopted a feature, and used it again. @param days of it. */
function adoptionOf(
  { definitions, calendar }: Reading,
  { thresholdMs }: CompiledFeature,
  use: MemberUse,
  days: readonly TotalsRow[],
): Pick<FunnelMember, "adoptedDay" | "usedAgainDay"> {
  const msOf = ({ activeMs }: TotalsRow): number => activeMs[definitions.idleLimitIndex] ?? 0;
  // What nobody has looked for yet is found in the days.
  const adoptedDay =
    use.adoptedAtMs === null
      ? (findCrossing(
          days.map((row) => ({ at: row.day ?? 0, amount: msOf(row) })),
          thresholdMs,
        )?.at ?? null)
      : dayOf(use.adoptedAtMs, calendar);
  if (adoptedDay === null) return NOT_ADOPTED;
  let usedAgainDay: WorkspaceDay | null = null;
  for (const row of days) {
    const { day = 0, visits } = row;
    const isUse = visits > 0 || msOf(row) > 0;
    if (isUse && day > adoptedDay && day < (usedAgainDay ?? Infinity)) usedAgainDay = day;
  }
  return { adoptedDay, usedAgainDay };
}

const NOTHING: ReadonlyMap<string, WorkspaceDay> = new Map();

/** Ids hold no control characters. */
function useKey(member: string, feature: string): string {
  return `${member}\n${feature}`;
}
