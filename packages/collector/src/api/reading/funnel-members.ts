import { findCrossing } from "../../domain/adoption/crossing.ts";
import type { IneligibilityReason } from "../../domain/adoption/eligibility.ts";
import type { CompiledFeature } from "../../domain/compile-definitions.ts";
import type { FunnelMember } from "../../domain/usage/funnel.ts";
import type { WorkspaceDay } from "../../domain/day.ts";
import type { TotalsRow } from "../../store/facts.ts";
import { dayOf } from "../../domain/workspace-calendar.ts";
import { memberEligibility } from "./eligibility.ts";
import { memberSpans } from "./member-spans.ts";
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
  const [users, eligibility, uses, used, days] = await Promise.all([
    reading.users(),
    memberEligibility(reading),
    memberUses(reading),
    memberSpans(reading),
    reading.totals({ by: ["account", "user", "feature", "day"], ...(only !== null && { feature: only }) }, null),
  ]);
  const usesOf = createUsesOf();
  for (const { account = "", user = "", feature = "", span } of used) {
    if (span) usesOf.of(account, user).set(feature, { firstUsedDay: span.firstDay, adoption: null, days: [] });
  }
  for (const use of uses) {
    if (use.stage !== "adopted") continue;
    const own = usesOf.of(use.account, use.user);
    own.set(use.feature, { firstUsedDay: own.get(use.feature)?.firstUsedDay ?? null, adoption: use, days: [] });
  }
  for (const row of days) {
    const own = usesOf.find(row.account ?? "", row.user ?? "")?.get(row.feature ?? "");
    // When somebody came back is asked of those who have adopted it alone.
    if (own !== undefined && own.adoption !== null) own.days.push(row);
  }
  const members = users.flatMap(({ id, accounts }) =>
    accounts.map((account) => {
      const own = usesOf.find(account, id) ?? NOTHING;
      const visited = [...own].filter(([, { firstUsedDay }]) => firstUsedDay !== null).map(([feature]) => feature);
      const ineligibilityOf = eligibility.ineligibilityIn(account, id);
      return { account, user: id, uses: own, visited: new Set(visited), ineligibilityOf };
    }),
  );
  return (definition) => {
    const excluded: ExcludedMember[] = [];
    const eligible: AccountFunnelMember[] = [];
    for (const { account, user, uses: own, visited, ineligibilityOf } of members) {
      const reason = ineligibilityOf(definition);
      if (reason !== null) {
        excluded.push({ account, reason });
        continue;
      }
      const use = own.get(definition.feature);
      const { adoptedDay, usedAgainDay } = use === undefined ? NOT_ADOPTED : adoptionOf(reading, definition, use);
      eligible.push({ account, user, visited, firstUsedDay: use?.firstUsedDay ?? null, adoptedDay, usedAgainDay });
    }
    return { members: eligible, excluded };
  };
}

/** What a member did with a feature. */
interface FeatureDays {
  /** Null: they haven't used it. */
  readonly firstUsedDay: WorkspaceDay | null;
  /** Null: they haven't adopted it. */
  readonly adoption: MemberUse | null;
  /** Those of whoever has. */
  readonly days: TotalsRow[];
}

/** By account, user and feature: each text is looked up as it is, since a key of all three would be made for every row. */
function createUsesOf() {
  const accounts = new Map<string, Map<string, Map<string, FeatureDays>>>();
  return {
    find: (account: string, user: string): Map<string, FeatureDays> | undefined => accounts.get(account)?.get(user),
    of(account: string, user: string): Map<string, FeatureDays> {
      const users = accounts.get(account) ?? new Map<string, Map<string, FeatureDays>>();
      accounts.set(account, users);
      const features = users.get(user) ?? new Map<string, FeatureDays>();
      users.set(user, features);
      return features;
    },
  };
}

const NOT_ADOPTED = { adoptedDay: null, usedAgainDay: null } as const;

/** When a member adopted a feature, and used it again. */
function adoptionOf(
  { definitions, calendar }: Reading,
  { thresholdMs }: CompiledFeature,
  { adoption, days }: FeatureDays,
): Pick<FunnelMember, "adoptedDay" | "usedAgainDay"> {
  if (adoption === null) return NOT_ADOPTED;
  const msOf = ({ activeMs }: TotalsRow): number => activeMs[definitions.idleLimitIndex] ?? 0;
  // What nobody has looked for yet is found in the days.
  const adoptedDay =
    adoption.adoptedAtMs === null
      ? (findCrossing(
          days.map((row) => ({ at: row.day ?? 0, amount: msOf(row) })),
          thresholdMs,
        )?.at ?? null)
      : dayOf(adoption.adoptedAtMs, calendar);
  if (adoptedDay === null) return NOT_ADOPTED;
  let usedAgainDay: WorkspaceDay | null = null;
  for (const row of days) {
    const { day = 0, visits } = row;
    const isUse = visits > 0 || msOf(row) > 0;
    if (isUse && day > adoptedDay && day < (usedAgainDay ?? Infinity)) usedAgainDay = day;
  }
  return { adoptedDay, usedAgainDay };
}

const NOTHING: ReadonlyMap<string, FeatureDays> = new Map();
