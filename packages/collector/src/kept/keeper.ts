import { recordsContacts } from "../api/reading/account-signals.ts";
import type { ReadParts } from "../api/reading/read-parts.ts";
import { KEPT_LAYERS, type KeptLayer, type KeptPart } from "../api/reading/kept.ts";
import { dayOf } from "../domain/workspace-calendar.ts";
import type { AccountNews, NewsQuestions } from "../store/sqlite/read/account-news.ts";
import type { ReadUseDays } from "../store/use-days.ts";
import { keepMediansOfTimes, keepShared, keepUnattached } from "./keep-others.ts";
import {
  hasEnded,
  putMedians,
  shareWork,
  workOff,
  workTogether,
  type KeeperFile,
  type KeeperHelp,
  type KeeperPiece,
  type KeeperWork,
} from "./keeper-work.ts";
import type { KeptUse } from "./kept-use.ts";
import type { KeptSubject } from "./kept-file.ts";
import { medianPartsOf, usePartsOf } from "./parts.ts";
import type { CountedState } from "./standings-writer.ts";
import type { KeptWriter } from "./write-kept.ts";

/** What keeping figures needs of the store. */
export interface KeeperParts extends ReadParts {
  readonly news: NewsQuestions;
  readonly useDays: ReadUseDays;
  /** From where it is read sooner; absent: from nowhere. */
  readonly keptUse?: KeptUse | undefined;
  /** Runs work whose questions are all of one moment. */
  readonly atOneMoment: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

/** Accounts that are counted together: some hundred ms of work, as long as which a read transaction is open. */
export const CHUNK_ACCOUNTS = 50;

/** Fewer are counted sooner than anybody could come to help. */
const MIN_HELPED_ACCOUNTS = 500;

/** Cells arrive this long after the arrival that is stored: it is taken when a request comes, and written once in 5 s. */
const SETTLING_MS = 20_000;

/** Medians don't add up, so they are counted over everybody, which takes long. */
const MEDIANS_MAX_AGE_MS = 900_000;

const LAST_LAYER = "people" satisfies KeptLayer;

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
   * @param help works on it beside where there is much to do; nobody does unless given.
   * @returns how many accounts were counted; 0 where it was ended before all were.
   */
  keepUp(
    rest: (workMs: number) => Promise<boolean>,
    progress?: (progress: KeepingProgress) => void,
    help?: KeeperHelp | null,
  ): Promise<number>;
}

/** How far counting has got. */
export interface KeepingProgress {
  readonly counted: number;
  /** Accounts that are to be counted. */
  readonly accounts: number;
  /** Of which layers; those before them are. */
  readonly layers: readonly KeptLayer[];
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
  const medianParts = medianPartsOf(subject.days);

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

  const keepMedians = (file: KeeperFile, part: KeptPart): Promise<boolean> =>
    hasEnded(file, async () => {
      await putMedians(file, part);
      mediansAtMs.set(part, parts.now());
    });
  /** The part that was counted longest ago, if that is long enough; null: none. */
  const dueMedians = (): KeptPart | null => {
    const at = (part: KeptPart): number => mediansAtMs.get(part) ?? -Infinity;
    const [oldest] = medianParts.toSorted((one, other) => at(one) - at(other));
    return oldest !== undefined && parts.now() >= at(oldest) + MEDIANS_MAX_AGE_MS ? oldest : null;
  };

  /** Counts some layers. @returns whether it was ended before all of them were. */
  const keepLayers = async (layers: readonly KeptLayer[], file: KeeperFile, todo: Todo): Promise<boolean> => {
    const { whole, today, shared, moved, isNew, beganAtMs, progress, help } = todo;
    const accounts = whole.length + today.length;
    // Medians of what everybody did are made of what each piece tells of it.
    const ofTimes = isNew && layers.includes("use") ? usePartsOf(subject.days) : [];
    if (isNew) writer.clearTimes();
    const kept = writer.medianParts();
    // Those of milestones are made of what is kept of the accounts.
    const medians = medianPartsOf(subject.days, layers).filter(
      (part) => part !== "milestones" && !kept.has(part) && !ofTimes.includes(part),
    );
    const work = shareWork({
      ...todo.known,
      pieces: [
        ...medians.map((part) => ({ kind: "medians" as const, part })),
        ...piecesOf(whole, true),
        ...piecesOf(today, false),
      ],
      layers,
      isNew,
      beganAtMs,
    });
    let countedAccounts = 0;
    const counted = (more: number): void => {
      countedAccounts += more;
      progress({ counted: countedAccounts, accounts, layers });
    };
    if (isNew) counted(0);
    const isHelped = help !== null && accounts >= MIN_HELPED_ACCOUNTS;
    if (await (isHelped ? workTogether(file, work, counted, help) : workOff(file, work, counted))) return true;
    if (ofTimes.length > 0 && (await hasEnded(file, () => keepMediansOfTimes(file, shared, ofTimes)))) return true;
    for (const part of [...medians, ...ofTimes]) mediansAtMs.set(part, beganAtMs);
    if (moved.size > 0 || (parts.now() >= sharedDueAtMs && todo.hasShared)) {
      const startedAtMs = parts.now();
      if (await hasEnded(file, () => keepShared(file, shared, layers))) return true;
      sharedDueAtMs = parts.now() + SHARED_REST * (parts.now() - startedAtMs);
    }
    // What they did is in no layer but the last.
    if (parts.now() >= unattachedDueAtMs && layers.includes(LAST_LAYER)) {
      const startedAtMs = parts.now();
      if (await hasEnded(file, () => keepUnattached(file))) return true;
      unattachedDueAtMs = parts.now() + SHARED_REST * (parts.now() - startedAtMs);
    }
    const there = writer.medianParts();
    for (const part of medianPartsOf(subject.days, layers).filter((one) => !there.has(one))) {
      if (await keepMedians(file, part)) return true;
    }
    writer.finish(beganAtMs, layers.at(-1) ?? LAST_LAYER);
    return false;
  };

  return {
    async keepUp(rest, progress = () => undefined, help = null) {
      const beganAtMs = parts.now();
      const news = parts.news.accountNews();
      const shared = parts.news.sharedUsers();
      const sharedAccounts = new Set([...shared.values()].flat());
      const moved = new Set(movedAccounts(writer.sharedUsers(), shared));
      const recordsTouchpoints = await recordsContacts({ facts: parts.facts, lastDay: subject.day });
      const { whole, today } = findStale(news, moved, recordsTouchpoints);
      const stale = [...whole, ...today];
      const file: KeeperFile = { parts, writer, subject, rest };
      // Whoever waits for days of one's own may need some of them alone; afterwards all of an account is counted together.
      const isNew = subject.days !== "presets" && writer.layers() === 0;
      const changes = new Map(news.map((row) => [row.account, row.changes]));
      const known = { shared: new Set(shared.keys()), changes, recordsTouchpoints };
      const hasShared = stale.some((account) => sharedAccounts.has(account));
      const todo: Todo = { whole, today, known, shared, moved, hasShared, isNew, beganAtMs, progress, help };
      for (const layers of isNew ? KEPT_LAYERS.map((layer) => [layer]) : [KEPT_LAYERS]) {
        if (await keepLayers(layers, file, todo)) return 0;
      }
      // One at a time: what has changed is not to wait for all of them.
      const due = isNew || stale.length === 0 ? null : dueMedians();
      return due !== null && (await keepMedians(file, due)) ? 0 : stale.length;
    },
  };
}

/** What is to be counted, and for whom. */
interface Todo extends Stale {
  /** What every piece of the work has to know. */
  readonly known: Pick<KeeperWork, "shared" | "changes" | "recordsTouchpoints">;
  /** People who belong to several accounts, with all of these. */
  readonly shared: ReadonlyMap<string, readonly string[]>;
  /** The accounts of those who have come to belong to several, or to others. */
  readonly moved: ReadonlySet<string>;
  /** Whether any of the accounts has people who belong to others as well. */
  readonly hasShared: boolean;
  /** Whether everybody is counted for the first time, layer by layer. */
  readonly isNew: boolean;
  /** Unix ms. */
  readonly beganAtMs: number;
  readonly progress: (progress: KeepingProgress) => void;
  readonly help: KeeperHelp | null;
}

/** Accounts to be counted. */
interface Stale {
  /** All that is kept of them. */
  readonly whole: readonly string[];
  /** Only cells of today came, or the workspace's first contact, which change nothing of the periods before. */
  readonly today: readonly string[];
}

function* piecesOf(accounts: readonly string[], withBefore: boolean): Generator<KeeperPiece> {
  for (let start = 0; start < accounts.length; start += CHUNK_ACCOUNTS) {
    yield { kind: "accounts", accounts: accounts.slice(start, start + CHUNK_ACCOUNTS), withBefore };
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
