import { recordsContacts } from "../api/reading/account-signals.ts";
import { NO_FILTERS } from "../api/query/no-filters.ts";
import { medianTimes } from "../api/reading/median-times.ts";
import { openReading, type ReadParts, type Reading } from "../api/reading/reading.ts";
import type { KeptPart, KeptPeriodName } from "../api/reading/kept.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { dayOf } from "../domain/workspace-calendar.ts";
import type { AccountNews, NewsQuestions } from "../store/sqlite/read/account-news.ts";
import { countTimes } from "../api/counting/count-milestones.ts";
import { over } from "../api/counting/count-shared.ts";
import { countAccounts, countSharedUsers, countUnattached } from "./count-accounts.ts";
import type { KeptSubject } from "./kept-file.ts";
import { partsOf } from "./parts.ts";
import type { CountedState } from "./standings-writer.ts";
import type { KeptWriter } from "./write-kept.ts";

/** What keeping figures needs of the store. */
export interface KeeperParts extends ReadParts {
  readonly news: NewsQuestions;
  /** Runs work whose questions are all of one moment. */
  readonly atOneMoment: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

/** Accounts that are counted together: some hundred ms of work, as long as which a read transaction is open. */
export const CHUNK_ACCOUNTS = 50;

/** Cells arrive this long after the arrival that is stored: it is taken when a request comes, and written once in 5 s. */
const SETTLING_MS = 20_000;

/** Medians don't add up, so they are counted over everybody, which takes long. */
const MEDIANS_MAX_AGE_MS = 900_000;

/**
 * So many times as long as it takes to count those who belong to several accounts, they are as they were: where these are
 * many accounts, it takes as long as all of them. Likewise those who belong to none, who are looked for among everybody.
 */
const SHARED_REST = 20;

/** Keeps one file of figures up to date. */
export interface Keeper {
  /**
   * Counts whoever was never counted, or has changed since, one chunk after the other.
   * @param rest called after each chunk with how long it took, ms: the machine belongs to others, too. Returns false to end.
   * @param progress called as often.
   * @returns how many accounts were counted; 0 where it was ended before all were.
   */
  keepUp(rest: (workMs: number) => Promise<boolean>, progress?: (progress: KeepingProgress) => void): Promise<number>;
}

/** How far counting has got. */
export interface KeepingProgress {
  readonly counted: number;
  /** Accounts that are to be counted. */
  readonly accounts: number;
}

/**
 * Starts with what is in the file.
 * @param subject what the file is of: with the day, the definitions, the time zone or the first roster it ends, and another
 * file is begun. Days that are over end with no day.
 */
export function createKeeper(parts: KeeperParts, writer: KeptWriter, subject: KeptSubject): Keeper {
  const mediansAtMs = new Map<KeptPart, number>();
  let sharedDueAtMs = -Infinity;
  let unattachedDueAtMs = -Infinity;
  const medianParts = partsOf(subject.days).filter((part) => part !== "now" && part !== "funnels");

  /** Those that wait longest come first. */
  const findStale = (news: readonly AccountNews[], moved: ReadonlySet<string>, recordsTouchpoints: boolean): Stale => {
    const counted = writer.counted();
    const since = (account: string): number => counted.get(account)?.countedAtMs ?? 0;
    const isNews = createNewsCheck(parts, subject, { counted, recordsTouchpoints });
    const stale = news
      .filter((row) => moved.has(row.account) || isNews(row))
      .toSorted((one, other) => since(one.account) - since(other.account));
    const restated = parts.news.restatedAccounts({ from: subject.day, to: subject.day });
    const isWhole = ({ account, changes }: AccountNews): boolean =>
      subject.isOver || moved.has(account) || restated.has(account) || counted.get(account)?.changes !== changes;
    return {
      whole: stale.filter(isWhole).map(({ account }) => account),
      today: stale.filter((row) => !isWhole(row)).map(({ account }) => account),
    };
  };

  /** These are kept already, account by account. */
  const keepMilestoneTimes = async (): Promise<void> => {
    const { untilMs } = await readingOf(parts, subject);
    const times = [...writer.waits()].map(([milestone, waits]) => countTimes(milestone, waits, untilMs));
    writer.putMedians("milestones", new Map(times.flatMap((own) => Object.entries(own))));
  };

  /** Of one part, from a look of its own. */
  const keepMedians = (part: KeptPart, hasEnded: HasEnded): Promise<boolean> =>
    hasEnded(async () => {
      if (part === "milestones") await keepMilestoneTimes();
      else {
        const reading = lookOver(await readingOf(parts, subject), part);
        writer.putMedians(part, reading === null ? new Map() : await medianTimes(reading));
      }
      mediansAtMs.set(part, parts.now());
    });
  /** The part that was counted longest ago, if that is long enough; null: none. */
  const dueMedians = (): KeptPart | null => {
    const at = (part: KeptPart): number => mediansAtMs.get(part) ?? -Infinity;
    const [oldest] = medianParts.toSorted((one, other) => at(one) - at(other));
    return oldest !== undefined && parts.now() >= at(oldest) + MEDIANS_MAX_AGE_MS ? oldest : null;
  };

  return {
    async keepUp(rest, progress = () => undefined) {
      const beganAtMs = parts.now();
      const news = parts.news.accountNews();
      const changes = new Map(news.map((row) => [row.account, row.changes]));
      const shared = parts.news.sharedUsers();
      const sharedIds = new Set(shared.keys());
      const sharedAccounts = new Set([...shared.values()].flat());
      const moved = new Set(movedAccounts(writer.sharedUsers(), shared));
      const recordsTouchpoints = await recordsContacts({ facts: parts.facts, lastDay: subject.day });
      const { whole, today } = findStale(news, moved, recordsTouchpoints);
      const stale = [...whole, ...today];
      let countedAccounts = 0;
      const hasEnded: HasEnded = async (work) => {
        const startedMs = performance.now();
        const isOver = await parts.atOneMoment(async () => {
          if (!isOf(await readingOf(parts, subject), subject)) return true;
          await work();
          return false;
        });
        return isOver || !(await rest(performance.now() - startedMs));
      };
      const keepAccounts = async (accounts: readonly string[], withBefore: boolean): Promise<boolean> => {
        for (const chunk of chunksOf(accounts)) {
          const ended = await hasEnded(async () => {
            // What arrived at that very moment isn't in it.
            const countedAtMs = Math.min(parts.now(), (parts.news.deferredSinceMs() ?? Infinity) - 1);
            const reading = (await readingOf(parts, subject)).narrow(chunk);
            const counted = await countAccounts(reading, { days: subject.days, shared: sharedIds, withBefore });
            const there = new Set(counted.accounts.map(({ row }) => row.account));
            const later = chunk.filter((account) => !there.has(account));
            writer.putAccounts(counted, later, { countedAtMs, changes, recordsTouchpoints });
            countedAccounts += chunk.length;
            progress({ counted: countedAccounts, accounts: stale.length });
          });
          if (ended) return true;
        }
        return false;
      };
      if ((await keepAccounts(whole, true)) || (await keepAccounts(today, false))) return 0;
      const isSharedDue = parts.now() >= sharedDueAtMs && stale.some((account) => sharedAccounts.has(account));
      if (moved.size > 0 || isSharedDue) {
        const startedAtMs = parts.now();
        if (await hasEnded(() => keepShared(parts, writer, subject, shared))) return 0;
        sharedDueAtMs = parts.now() + SHARED_REST * (parts.now() - startedAtMs);
      }
      if (parts.now() >= unattachedDueAtMs) {
        const startedAtMs = parts.now();
        if (await hasEnded(() => keepUnattached(parts, writer, subject))) return 0;
        unattachedDueAtMs = parts.now() + SHARED_REST * (parts.now() - startedAtMs);
      }
      const there = writer.medianParts();
      for (const part of medianParts.filter((one) => !there.has(one))) {
        if (await keepMedians(part, hasEnded)) return 0;
      }
      // One at a time: what has changed is not to wait for all of them.
      const due = stale.length > 0 ? dueMedians() : null;
      if (due !== null && (await keepMedians(due, hasEnded))) return 0;
      writer.finish(beganAtMs);
      return stale.length;
    },
  };
}

/** Whether what is seen now is what a file is of. */
function isOf({ lastDay, looksBack, definitions, head, hasRoster }: Reading, subject: KeptSubject): boolean {
  return (
    lastDay === subject.day &&
    looksBack === subject.isOver &&
    definitions.version === subject.definitionVersion &&
    head.timeZone === subject.timeZone &&
    hasRoster === subject.hasRoster
  );
}

/** The same look over the period of a part; null: there is none. */
function lookOver(whole: Reading, part: KeptPart): Reading | null {
  const [when, period] = part.split(" ") as ["in" | "before", KeptPeriodName];
  return when === "in" ? over(whole, period) : over(whole, period).previous();
}

/** Accounts to be counted. */
interface Stale {
  /** All that is kept of them. */
  readonly whole: readonly string[];
  /** Only cells of today came, or the workspace's first contact, which change nothing of the periods before. */
  readonly today: readonly string[];
}

/** Does a piece of work at one moment, and rests. Resolves to true where nothing more is to be done. */
type HasEnded = (work: () => Promise<void>) => Promise<boolean>;

function* chunksOf(accounts: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < accounts.length; start += CHUNK_ACCOUNTS) {
    yield accounts.slice(start, start + CHUNK_ACCOUNTS);
  }
}

/** What was known when accounts were counted, and what is known now. */
interface KnownState {
  readonly counted: ReadonlyMap<string, CountedState>;
  /** Whether the workspace records contacts at all by now. */
  readonly recordsTouchpoints: boolean;
}

/**
 * Tells whether anything of an account may have changed since it was counted. Of days that are over only what changed them
 * counts, not what came for today.
 */
export function createNewsCheck(
  { news, calendarOf, now }: Pick<KeeperParts, "news" | "calendarOf" | "now">,
  { isOver, timeZone }: Pick<KeptSubject, "isOver" | "timeZone">,
  { counted, recordsTouchpoints }: KnownState,
): (row: AccountNews) => boolean {
  const nowMs = now();
  const oldestMs = [...counted.values()].reduce((oldest, { countedAtMs }) => Math.min(oldest, countedAtMs), nowMs);
  const calendar = calendarOf(timeZone);
  const restated = isOver
    ? news.restatedAccounts({ from: dayOf(oldestMs, calendar), to: dayOf(nowMs, calendar) })
    : null;
  return ({ account, changes, receivedAtMs }) => {
    const own = counted.get(account);
    if (own === undefined || own.changes !== changes || own.recordsTouchpoints !== recordsTouchpoints) return true;
    const hasArrivals = receivedAtMs > 0 && own.countedAtMs <= receivedAtMs + SETTLING_MS;
    return hasArrivals && (restated === null || restated.has(account));
  };
}

/** Of those who belong to several accounts: each is counted once. */
async function keepShared(
  parts: KeeperParts,
  writer: KeptWriter,
  subject: KeptSubject,
  shared: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const accounts = [...new Set([...shared.values()].flat())];
  const reading = (await readingOf(parts, subject)).narrow(accounts);
  const counted = await countSharedUsers(reading, { days: subject.days, shared: new Set(shared.keys()) });
  writer.putShared(shared, counted);
}

/** Of those who belong to no account: no account has news of them. */
async function keepUnattached(parts: KeeperParts, writer: KeptWriter, subject: KeptSubject): Promise<void> {
  const reading = await readingOf(parts, subject);
  writer.putUnattached(await countUnattached(reading, parts.news.unattachedUsers(), subject.days));
}

/** A look at everything that a file is of. */
export function readingOf(parts: ReadParts, { days, day }: Pick<KeptSubject, "days" | "day">): Promise<Reading> {
  const when =
    days === "presets" ? { period: "all" as const, asOf: null } : { period: days ?? ("all" as const), asOf: day };
  return openReading(parts, ALL_ACCOUNTS, { ...when, filters: NO_FILTERS });
}

/** The accounts of those who have come to belong to several, or to others. */
function* movedAccounts(
  before: ReadonlyMap<string, readonly string[]>,
  now: ReadonlyMap<string, readonly string[]>,
): Generator<string> {
  for (const user of new Set([...before.keys(), ...now.keys()])) {
    const [old, own] = [before.get(user) ?? [], now.get(user) ?? []];
    if (old.join("\n") !== own.join("\n")) yield* [...old, ...own];
  }
}
