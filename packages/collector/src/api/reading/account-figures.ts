import { accountBreadth, coreFeatures, type Breadth } from "../../domain/adoption/breadth.ts";
import { groupBy } from "../../domain/group-by.ts";
import { healthLevel, type HealthLevel } from "../../domain/health/health-class.ts";
import { accountHealth, type AccountHealth } from "../../domain/health/account-health.ts";
import { moduleSeats } from "../../domain/modules/module-seats.ts";
import { pillarHealth, type PillarHealth } from "../../domain/health/pillars.ts";
import type { ListedKind } from "../../domain/subscriptions/company.ts";
import type { WorkspaceDay } from "../../domain/day.ts";
import { lastDays } from "../../domain/period/day-range.ts";
import type { Coverage } from "../../domain/usage/coverage.ts";
import { featuresUsed, STRIP_DAYS, type FeaturesUsed } from "../../domain/usage/features-used.ts";
import type { AccountRow, TotalsRow } from "../../store/facts.ts";
import type { SeatsRow } from "../../store/pushed.ts";
import { audiences } from "./audiences.ts";
import { coverages } from "./coverages.ts";
import { healthRules } from "./health-rules.ts";
import { listedKind } from "./listed-kind.ts";
import { memberFigures, type PersonFigures } from "./person-figures.ts";
import { moduleSeatRows } from "./module-seats.ts";
import { memberSpans } from "./member-spans.ts";
import type { Reading } from "./reading.ts";
import { definedFeatures } from "./uses.ts";

/** Everything that follows from what an account's people did and what the host said of it. */
export interface AccountFigures {
  readonly account: AccountRow;
  readonly kind: ListedKind;
  /** Known or seen people, by the order of their ids. */
  readonly members: readonly PersonFigures[];
  /** Features that one of its members has adopted, of those that somebody there can be expected to use. */
  readonly breadth: Breadth;
  /** Likewise of the core features. */
  readonly core: Breadth;
  /** Features that somebody has used and nobody adopted. */
  readonly tried: readonly string[];
  readonly health: AccountHealth;
  /** The segment whose weights made the health of its people; null: the general ones did. */
  readonly healthSegment: string | null;
  readonly pillars: readonly PillarHealth[];
  /** Over the last 14 closed days. */
  readonly used: FeaturesUsed;
  /** Over the last 14 days; null: the host's server tells nothing. */
  readonly coverage: Coverage | null;
  /**
   * People with a seat in any module: those who are told by name, or as many as the module with the most seats has, if
   * those are more. Null: nobody has told of any seats, or only some of the people are looked at: licences are of accounts.
   */
  readonly licensedUsers: number | null;
  /** Unix ms; null: never. */
  readonly lastTouchpointAt: number | null;
}

const DAY_MS = 86_400_000;

/** Figures of every account that the reading can see, by its id. */
export function accountFigures(reading: Reading): Promise<ReadonlyMap<string, AccountFigures>> {
  return reading.derive("accountFigures", async () => {
    const sources = await readSources(reading);
    return new Map(sources.accounts.map((account) => [account.id, figuresOf(reading, account, sources)]));
  });
}

type Sources = Awaited<ReturnType<typeof readSources>>;

async function readSources(reading: Reading) {
  const strip = lastDays(STRIP_DAYS, reading.lastClosedDay);
  const [accounts, members, featureDays, uses, pillars, touchpoints, seats, coverageIn, known, healthRulesOf] =
    await Promise.all([
      reading.accounts(),
      memberFigures(reading),
      reading.totals({ by: ["account", "feature", "day"] }, strip),
      memberSpans(reading),
      reading.pushed("pillars"),
      reading.pushed("touchpoints"),
      moduleSeatRows(reading),
      coverages(reading),
      audiences(reading),
      healthRules(reading),
    ]);
  const lastTouchpoints = new Map<string, number>();
  for (const { account, at } of touchpoints) {
    if (at <= reading.untilMs) lastTouchpoints.set(account, Math.max(at, lastTouchpoints.get(account) ?? at));
  }
  return {
    accounts,
    members: groupBy(members.values(), ({ accounts: [account = ""] }) => account),
    featureDays: groupBy(featureDays, ({ account = "" }) => account),
    firstSeen: firstDays(uses),
    pillars: groupBy(pillars, ({ account }) => account),
    lastTouchpoints,
    seats: groupBy(seats, ({ account }) => account),
    coverageIn,
    audiences: known,
    healthRulesOf,
  };
}

/** The first day on which each account was used. */
function firstDays(uses: readonly TotalsRow[]): ReadonlyMap<string, WorkspaceDay> {
  const days = new Map<string, WorkspaceDay>();
  for (const { account = "", span } of uses) {
    if (span) days.set(account, Math.min(span.firstDay, days.get(account) ?? span.firstDay));
  }
  return days;
}

function figuresOf(reading: Reading, account: AccountRow, sources: Sources): AccountFigures {
  const { definitions, lastDay, untilMs } = reading;
  const { id } = account;
  const audience = sources.audiences.ofAccount(id);
  const members = sources.members.get(id) ?? [];
  const uses = members.flatMap((member) => member.uses);
  const adopted = new Set(uses.filter(({ stage }) => stage === "adopted").map(({ feature }) => feature));
  const touched = new Set(uses.filter(({ stage }) => stage !== "untouched").map(({ feature }) => feature));
  const features = definedFeatures(reading);
  const breadth = accountBreadth(features, adopted, audience, lastDay);
  const health = accountHealth(
    members.map(({ user, presence, isUnseen, health: ofUser }) => ({
      user,
      isUnseen,
      lastSeenAtMs:
        presence?.lastSeenDay === undefined || presence.lastSeenDay === null ? null : presence.lastSeenDay * DAY_MS,
      health: ofUser,
    })),
    lastDay * DAY_MS,
    definitions.health,
  );
  return {
    account,
    kind: listedKind(reading, account),
    members,
    breadth,
    core: accountBreadth(coreFeatures(features), adopted, audience, lastDay),
    tried: features.map(({ feature }) => feature).filter((feature) => touched.has(feature) && !adopted.has(feature)),
    health,
    healthSegment: sources.healthRulesOf([id]).segment,
    pillars: pillarHealth(
      productAdoption(account, breadth),
      sources.pillars.get(id) ?? [],
      untilMs,
      definitions.health.cuts,
    ),
    used: featuresUsed({
      featureDays: (sources.featureDays.get(id) ?? []).map(({ feature = "", day = 0, activeMs }) => ({
        feature,
        day,
        activeMs: activeMs[definitions.idleLimitIndex] ?? 0,
      })),
      modules: new Map(features.map(({ feature, module }) => [feature, module])),
      lastClosedDay: reading.lastClosedDay,
      since: sources.firstSeen.get(id) ?? null,
    }),
    coverage: sources.coverageIn(id).coverage,
    licensedUsers: reading.isOfSome ? null : licensedPeople(sources.seats.get(id) ?? []),
    lastTouchpointAt: sources.lastTouchpoints.get(id) ?? null,
  };
}

/** What an account's product adoption is on a bar of three; null: it isn't known. */
export function adoptionLevel({ pillars }: Pick<AccountFigures, "pillars">): HealthLevel | null {
  const own = pillars.find(({ pillar }) => pillar === "productAdoption");
  return own?.kind === "computed" ? healthLevel(own.class) : null;
}

/** Of an account from which nothing has ever come nobody knows that it uses nothing. */
function productAdoption({ lastReceivedAtMs }: AccountRow, { percent }: Breadth): number | null {
  return lastReceivedAtMs === null || percent === null ? null : Math.round(percent);
}

/**
 * People with a seat: those who are told by name, or as many as the module with the most seats has, if those are more.
 * Null: nobody has told of any.
 */
export function licensedPeople(seats: readonly SeatsRow[]): number | null {
  const told = seats.flatMap((row) => moduleSeats(row).licensed ?? []);
  if (told.length === 0) return null;
  const named = new Set(seats.flatMap(({ users }) => users ?? []));
  return Math.max(named.size, ...told);
}
