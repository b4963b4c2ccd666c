import { medianTimes } from "../api/reading/median-times.ts";
import { countTimes } from "../api/counting/count-milestones.ts";
import { over } from "../api/counting/count-shared.ts";
import { NO_FILTERS } from "../api/query/no-filters.ts";
import type { ReadParts } from "../api/reading/read-parts.ts";
import { openReading, type Reading } from "../api/reading/reading.ts";
import type { KeptLayer, KeptPart, KeptPeriodName } from "../api/reading/kept.ts";
import type { UseDays } from "../store/use-days.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { askOnce } from "./ask-once.ts";
import { countAccounts } from "./count-accounts.ts";
import { factsOfDays } from "../api/reading/facts-of-days.ts";
import type { KeeperParts } from "./keeper.ts";
import { packUse } from "./packed-use.ts";
import type { KeptSubject } from "./kept-file.ts";
import type { KeptWriter } from "./write-kept.ts";

/** A piece of counting: some hundred ms of work, as long as which a read transaction is open. */
export type KeeperPiece =
  | { readonly kind: "accounts"; readonly accounts: readonly string[]; readonly withBefore: boolean }
  | { readonly kind: "medians"; readonly part: KeptPart };

/** Pieces of which each is done once, by whichever thread takes it. It crosses to another thread by structured clone. */
export interface KeeperWork {
  readonly pieces: readonly KeeperPiece[];
  /** How many are taken; shared by all who work on them. */
  readonly taken: Int32Array<SharedArrayBuffer>;
  /** People who belong to several accounts. */
  readonly shared: ReadonlySet<string>;
  /** By account, as `AccountNews` has them. */
  readonly changes: ReadonlyMap<string, number>;
  readonly recordsTouchpoints: boolean;
  readonly layers: readonly KeptLayer[];
  /** Whether everybody is counted for the first time, layer by layer. */
  readonly isNew: boolean;
  /** When it began, Unix ms: as of then accounts count as counted where it is done layer by layer. */
  readonly beganAtMs: number;
}

/** Whose file it is that somebody works on. */
export interface KeeperFile {
  readonly parts: KeeperParts;
  readonly writer: KeptWriter;
  readonly subject: KeptSubject;
  /** As {@link Keeper} has it. */
  readonly rest: (workMs: number) => Promise<boolean>;
}

/**
 * Works on it beside, until no piece is left.
 * @param counted told of accounts.
 * @returns whether it was ended before.
 */
export type KeeperHelp = (work: KeeperWork, counted: (accounts: number) => void) => Promise<boolean>;

/** @returns the work, of which nothing is taken. */
export function shareWork(work: Omit<KeeperWork, "taken">): KeeperWork {
  return { ...work, taken: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
}

/** Does pieces until none is left. @param counted told of accounts. @returns whether it was ended before. */
export async function workOff(
  file: KeeperFile,
  work: KeeperWork,
  counted: (accounts: number) => void,
): Promise<boolean> {
  for (;;) {
    const piece = work.pieces[Atomics.add(work.taken, 0, 1)];
    if (piece === undefined) return false;
    if (await hasEnded(file, () => doPiece(file, work, piece))) return true;
    if (piece.kind === "accounts") counted(piece.accounts.length);
  }
}

/** Likewise, with somebody's help, who is done when this is. */
export async function workTogether(
  file: KeeperFile,
  work: KeeperWork,
  counted: (accounts: number) => void,
  help: KeeperHelp,
): Promise<boolean> {
  const own = workOff(file, work, counted).finally(() => {
    // Whoever ends or fails leaves nothing to the other.
    Atomics.store(work.taken, 0, work.pieces.length);
  });
  const ended = await Promise.allSettled([own, help(work, counted)]);
  for (const one of ended) if (one.status === "rejected") throw one.reason;
  return ended.some((one) => one.status === "fulfilled" && one.value);
}

/**
 * Does a piece of work at one moment, and rests.
 * @returns whether nothing more is to be done: it was ended, or what is seen now isn't what the file is of any more.
 */
export async function hasEnded({ parts, subject, rest }: KeeperFile, work: () => Promise<void>): Promise<boolean> {
  const startedMs = performance.now();
  const isOver = await parts.atOneMoment(async () => {
    if (!isOf(await readingOf(parts, subject), subject)) return true;
    await work();
    return false;
  });
  return isOver || !(await rest(performance.now() - startedMs));
}

function doPiece(file: KeeperFile, work: KeeperWork, piece: KeeperPiece): Promise<void> {
  return piece.kind === "medians" ? putMedians(file, piece.part) : putAccounts(file, work, piece);
}

async function putAccounts(
  { parts, writer, subject }: KeeperFile,
  { shared, changes, recordsTouchpoints, layers, isNew, beganAtMs }: KeeperWork,
  { accounts, withBefore }: KeeperPiece & { readonly kind: "accounts" },
): Promise<void> {
  // What arrived at that very moment isn't in it.
  const countedAtMs = Math.min(isNew ? beganAtMs : parts.now(), (parts.news.deferredSinceMs() ?? Infinity) - 1);
  const query = { accounts, until: subject.day };
  let read: UseDays | undefined;
  const useDays = (): UseDays => (read ??= parts.keptUse?.read(query, changes) ?? parts.useDays(query));
  const facts = factsOfDays(parts.facts, accounts, useDays);
  const ofAnyDay = {
    facts: askOnce(facts, ["accounts", "users"]),
    records: askOnce(parts.records, ["adoptions", "snapshots", "moduleTargets", "relevanceAnswers"]),
  };
  const reading = (await readingOf({ ...parts, ...ofAnyDay }, subject)).narrow(accounts);
  const counted = await countAccounts(reading, { days: subject.days, shared, withBefore, layers, withTimes: isNew });
  const there = new Set(counted.accounts.map(({ account }) => account));
  const later = accounts.filter((account) => !there.has(account));
  const packed = subject.days === "presets" && withBefore ? packUse(useDays(), subject.day) : null;
  writer.putAccounts({ ...counted, use: packed }, later, { countedAtMs, changes, recordsTouchpoints });
}

/** Of one part, from a look of its own. */
export async function putMedians({ parts, writer, subject }: Omit<KeeperFile, "rest">, part: KeptPart): Promise<void> {
  const whole = await readingOf(parts, subject);
  if (part === "milestones") {
    // These are kept already, account by account.
    const times = [...writer.waits()].map(([milestone, waits]) => countTimes(milestone, waits, whole.endMs));
    writer.putMedians(part, new Map(times.flatMap((own) => Object.entries(own))));
    return;
  }
  const reading = lookOver(whole, part);
  writer.putMedians(part, reading === null ? new Map() : await medianTimes(reading));
}

/** A look at everything that a file is of. */
export function readingOf(parts: ReadParts, { days, day }: Pick<KeptSubject, "days" | "day">): Promise<Reading> {
  const when =
    days === "presets" ? { period: "all" as const, asOf: null } : { period: days ?? ("all" as const), asOf: day };
  return openReading(parts, ALL_ACCOUNTS, { ...when, filters: NO_FILTERS });
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
export function lookOver(whole: Reading, part: KeptPart): Reading | null {
  const [when, period] = part.split(" ") as ["in" | "before", KeptPeriodName];
  return when === "in" ? over(whole, period) : over(whole, period).previous();
}
