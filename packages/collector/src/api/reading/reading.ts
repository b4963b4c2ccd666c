import type { AccountScope } from "../../domain/account-scope.ts";
import type { CompiledDefinitions } from "../../domain/compile-definitions.ts";
import type { DayRange, WorkspaceDay } from "../../domain/day.ts";
import { isoDate } from "../../domain/period/calendar-date.ts";
import { previousPeriod } from "../../domain/period/previous-period.ts";
import { dayOf, endOfDay, lastMomentOfDay, type WorkspaceCalendar } from "../../domain/workspace-calendar.ts";
import type {
  AccountRow,
  ActionTotalsRow,
  DistinctQuery,
  DistinctRow,
  FactQuestions,
  TimeTotalsQuery,
  TotalsQuery,
  TotalsRow,
  UserRow,
} from "../../store/facts.ts";
import type { AssetCountRow, AssetCountsQuery, AssetsPage, AssetsQuery } from "../../store/assets-question.ts";
import type { PushedKind, PushedRows } from "../../store/pushed.ts";
import type { RecordQuestions } from "../../store/records.ts";
import type { ReadParts } from "./read-parts.ts";
import type { ReplyHead } from "../contract.ts";
import { latelyRule } from "./lately-rule.ts";
import { periodReply } from "../period.ts";
import { isSameScope, withinScope } from "./within-scope.ts";
import { invalidParameter } from "../query/parameters.ts";
import type { ReportQuery } from "../query/report-query.ts";
import { accountsNow, accountsThen, hasLeft, isThen, usersNow, usersThen } from "./existence.ts";
import { type SomePeople } from "./facts-of-people.ts";
import { factsOfFew } from "./facts-of-few.ts";
import { factsOfSome } from "./facts-of-some.ts";
import type { Kept, KeptPeriod } from "./kept.ts";
import { keptOfLook, type KeptOfLook } from "./kept-of-look.ts";
import type { Awaited } from "./awaited.ts";

/**
 * One look at the workspace: by one definition, over the same days, for one scope. Whatever several numbers of a reply
 * need is asked of the store once, when the first of them does.
 */
export interface Reading {
  readonly head: ReplyHead;
  readonly definitions: CompiledDefinitions;
  readonly calendar: WorkspaceCalendar;
  readonly nowMs: number;
  readonly scope: AccountScope;
  /** Whether only some of the people of these accounts are looked at. */
  readonly isOfSome: boolean;
  /** Then the same look at all of them, for what isn't said by these alone. Null: one looks at everybody. */
  readonly everybody: Reading | null;
  /** Whether the host has told of any account of the workspace: then the others are no companies. */
  readonly hasRoster: boolean;
  /**
   * The last day whose use counts, and as of whose end states are told: the day that was asked for, else the last of days of
   * one's own, today at the latest.
   */
  readonly lastDay: WorkspaceDay;
  /**
   * Whether one looks at an earlier day than that which is going on. What has a date is then told as of it; of what has none
   * nobody knows how it was.
   */
  readonly looksBack: boolean;
  /** The last of the days that count which is over: yesterday, or an earlier `lastDay`. */
  readonly lastClosedDay: WorkspaceDay;
  /**
   * The moment as of which one looks, Unix ms: the last of `lastDay`, or now if that is going on. What happens at it has happened;
   * what happens at the first moment of the day after hasn't.
   */
  readonly untilMs: number;
  /** Up to when lengths of time are measured, Unix ms: the end of `lastDay`, which is the day after's first moment, or now. */
  readonly endMs: number;
  /** The days of the period; null: all up to `lastDay`. */
  readonly days: DayRange | null;
  /** What is kept as of `lastDay`, over whatever days; null: nothing is. */
  readonly kept: Kept | null;
  /** What is kept of the days as well; null: nothing is. */
  readonly keptPeriod: KeptPeriod | null;
  /** What has been counted so far of the days, while that is done for the first time; null: nothing has. */
  readonly keptCounting: KeptPeriod | null;
  /** Of what nothing is kept yet, and will be; null: there is nothing like that, or nobody waits for it. */
  readonly awaited: Awaited | null;
  /**
   * What is kept of the use of each day, whatever the day from which one looks: what was done on a day is the same from each
   * of them. Null: nothing is, or a preset was asked for.
   */
  readonly keptUse: Kept | null;
  /** The same look at some of the accounts. */
  narrow(accounts: readonly string[]): Reading;
  /**
   * The same look at a few accounts of which nearly everything is asked: what they did is read day by day, once, and all sums
   * are made of that.
   */
  ofDays(accounts: readonly string[]): Reading;
  /** The same look at some of the people and at the accounts that these belong to; nothing of it is kept. */
  ofPeople(people: readonly UserRow[]): Reading;
  /** The same look over other days, such as those before. What is said as of the last day stays. */
  over(days: DayRange | null): Reading;
  /**
   * The same look over the period before, of equal length, as of its last day: what is said as of a day is said of the day
   * before the period began. Always the same one. Null: of all time, before which there is nothing.
   */
  previous(): Reading | null;
  /** Those that there are at the end of `lastDay`. */
  accounts(): Promise<readonly AccountRow[]>;
  /** Likewise, in those of their accounts in which they are then; without those who had left. */
  users(): Promise<readonly UserRow[]>;
  /** People who had left by then: what they did counts, and nothing else of them. */
  left(): Promise<readonly UserRow[]>;
  /** @param days the period's unless given; never later than `lastDay`. */
  totals(query: Omit<TimeTotalsQuery, "scope">, days?: DayRange | null): Promise<readonly TotalsRow[]>;
  actionTotals(query: Omit<TotalsQuery, "scope">, days?: DayRange | null): Promise<readonly ActionTotalsRow[]>;
  distinctUsers(
    query: Omit<DistinctQuery, "scope" | "days" | "idleLimitIndex">,
    days?: DayRange | null,
  ): Promise<readonly DistinctRow[]>;
  /** Days as a question to the store takes them. */
  within(days: DayRange | null): DayRange;
  /** Assets that there are at the end of `lastDay`, by the dimensions named. */
  assetCounts(by: NonNullable<AssetCountsQuery["by"]>): Promise<readonly AssetCountRow[]>;
  /** One page of these assets. */
  assets(which: Omit<AssetsQuery, "scope" | "asOf" | "lately" | "withDeleted">): Promise<AssetsPage>;
  /** Rows that the host's server told. @param days absent: of all time up to `lastDay`, where the kind has a time. */
  pushed<Kind extends PushedKind>(kind: Kind, days?: DayRange): Promise<readonly PushedRows[Kind][]>;
  /** What follows from the answers, worked out once. @param name of what follows; the same for the same thing. */
  derive<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  /** For questions that only one door asks. */
  readonly facts: FactQuestions;
  readonly records: RecordQuestions;
}

const FIRST_DAY = 0;

/**
 * Begins to look: reads how fresh the answer is and over which days it goes.
 * @throws HttpProblem `invalid-parameter` for days of one's own that are all to come: of them there is nothing to tell.
 */
export async function openReading(parts: ReadParts, scope: AccountScope, query: ReportQuery): Promise<Reading> {
  const [definitions, watermark] = await Promise.all([parts.definitions(), parts.facts.watermark(scope)]);
  const { timeZone, hasRoster } = watermark;
  const calendar = parts.calendarOf(timeZone);
  const nowMs = parts.now();
  const today = dayOf(nowMs, calendar);
  // A state is one at the end of the period: days of one's own that are over don't end with what is so today.
  const period = query.period ?? definitions.defaultPeriod;
  if (typeof period !== "string" && period.from > today) {
    throw invalidParameter("from", isoDate(period.from), `days up to today, ${isoDate(today)} in ${timeZone}`);
  }
  const asked = query.asOf ?? (typeof period === "string" ? today : period.to);
  const rules = { definitionVersion: definitions.version, timeZone, hasRoster };
  const found = keptOfLook(parts, { period, asOf: query.asOf }, rules, { today, asked });
  const { lastDay, days } = found;
  const name = typeof period === "string" ? period : "custom";
  const head: ReplyHead = {
    asOf: watermark.receivedAtMs,
    definitionVersion: definitions.version,
    idleLimit: definitions.idleLimit,
    timeZone,
    countedAt: null,
    period: periodReply(name, days, lastDay, today),
  };
  const lastClosedDay = Math.min(lastDay, today - 1);
  const isGoingOn = lastDay === today;
  return createReading(
    {
      parts,
      isOfSome: false,
      everybody: null,
      definitions,
      calendar,
      nowMs,
      head,
      hasRoster,
      today,
      looksBack: asked < today,
      lastClosedDay,
      untilMs: isGoingOn ? nowMs : lastMomentOfDay(lastDay, calendar),
      endMs: isGoingOn ? nowMs : endOfDay(lastDay, calendar),
      ...found,
    },
    scope,
  );
}

interface ReadingBase extends KeptOfLook {
  readonly today: WorkspaceDay;
  readonly parts: ReadParts;
  readonly isOfSome: boolean;
  readonly everybody: Reading | null;
  readonly definitions: CompiledDefinitions;
  readonly calendar: WorkspaceCalendar;
  readonly nowMs: number;
  readonly head: ReplyHead;
  readonly hasRoster: boolean;
  readonly looksBack: boolean;
  readonly lastClosedDay: WorkspaceDay;
  readonly untilMs: number;
  readonly endMs: number;
}

/** Of what isn't the look that was asked for, nothing is kept, and nobody waits for it. */
const NOT_KEPT = { kept: null, keptPeriod: null, keptCounting: null, awaited: null, keptUse: null } as const;

function createReading(base: ReadingBase, scope: AccountScope): Reading {
  const { parts, days: period, lastDay, definitions } = base;
  const { facts } = parts;
  const answers = new Map<string, Promise<unknown>>();
  const once = <Answer>(question: unknown, ask: () => Promise<Answer>): Promise<Answer> => {
    const key = JSON.stringify(question);
    const known = answers.get(key) as Promise<Answer> | undefined;
    if (known !== undefined) return known;
    const answer = ask();
    answers.set(key, answer);
    return answer;
  };
  // Of the day that is going on everything is told as it is at this moment.
  const isNow = lastDay === base.today;
  const asOf = isNow ? {} : { asOf: lastDay };
  const lately = latelyRule(definitions, lastDay);
  const knownUsers = (): Promise<readonly UserRow[]> => once("knownUsers", () => facts.users(scope));
  let previous: Reading | null = null;
  const within = (asked: DayRange | null): DayRange => ({
    from: asked?.from ?? FIRST_DAY,
    to: Math.min(asked?.to ?? lastDay, lastDay),
  });
  const reading: Reading = {
    ...base,
    facts,
    records: parts.records,
    scope,
    within,
    narrow(accounts) {
      const left = withinScope(scope, accounts);
      // Of some people the whole scope has those who belong to no account as well, whom no account can see.
      return !base.isOfSome && isSameScope(scope, left)
        ? reading
        : createReading(base, { kind: "only", accounts: left });
    },
    ofDays(accounts) {
      // Of some people one has read the days already.
      const own = base.isOfSome ? facts : factsOfFew(parts, base.today, accounts);
      return createReading({ ...base, parts: { ...parts, facts: own } }, reading.narrow(accounts).scope);
    },
    ofPeople(people) {
      const accounts = withinScope(scope, [...new Set(people.flatMap((user) => user.accounts))]);
      const some: SomePeople = {
        users: new Set(people.map(({ id }) => id)),
        unattached: people.filter((user) => user.accounts.length === 0),
        scope: { kind: "only", accounts },
      };
      const own = { ...parts, facts: factsOfSome(parts, lastDay, some) };
      return createReading({ ...base, ...NOT_KEPT, parts: own, isOfSome: true, everybody: reading }, some.scope);
    },
    over: (days) => createReading({ ...base, ...NOT_KEPT, days, kept: base.kept }, scope),
    previous() {
      const days = previousPeriod(period);
      if (days === null) return null;
      // A period that begins after the last day has the whole of what counts before it.
      const lastBefore = Math.min(days.to, lastDay);
      const ended = {
        lastDay: lastBefore,
        looksBack: true,
        everybody: base.everybody?.previous() ?? null,
        lastClosedDay: Math.min(lastBefore, base.lastClosedDay),
        untilMs: Math.min(base.untilMs, lastMomentOfDay(lastBefore, base.calendar)),
        endMs: Math.min(base.endMs, endOfDay(lastBefore, base.calendar)),
      };
      previous ??= createReading({ ...base, ...NOT_KEPT, ...ended, days }, scope);
      return previous;
    },
    accounts: () =>
      once("accounts", async () => {
        const known = await facts.accounts(scope);
        if (isNow && known.every((account) => isThen(reading, account))) return known;
        if (base.everybody === null) return isNow ? accountsNow(reading, known) : accountsThen(reading, known);
        const own = new Set(known.map(({ id }) => id));
        return (await base.everybody.accounts()).filter(({ id }) => own.has(id));
      }),
    users: () =>
      once("users", async () => {
        const known = (await knownUsers()).filter((user) => !hasLeft(reading, user));
        return isNow ? usersNow(reading, known) : usersThen(reading, known);
      }),
    left: async () => (await knownUsers()).filter((user) => hasLeft(reading, user)),
    totals: (query, days = period) => {
      const question = { ...query, scope, days: within(days) };
      return once(["totals", question], () => facts.totals(question));
    },
    actionTotals: (query, days = period) => {
      const question = { ...query, scope, days: within(days) };
      return once(["actionTotals", question], () => facts.actionTotals(question));
    },
    distinctUsers: (query, days = period) => {
      const question = { ...query, scope, days: within(days), idleLimitIndex: definitions.idleLimitIndex };
      return once(["distinctUsers", question], () => facts.distinctUsers(question));
    },
    pushed: (kind, days) => {
      const isOfAssets = kind === "assetDays" || kind === "assetTypeDays";
      const question = { kind, scope, days: within(days ?? null), ...(isOfAssets && lately) };
      return once(["pushed", question], () => facts.pushed(question));
    },
    derive: (name, work) => once(["derived", name], work),
    assetCounts: (by) => once(["assetCounts", by], () => facts.assetCounts({ scope, by, ...asOf, ...lately })),
    assets: (which) => facts.assets({ ...which, scope, ...asOf, ...lately }),
  };
  return reading;
}
