import { measureModules } from "../api/reading/measure-modules.ts";
import type { CompiledDefinitions, CompiledModule } from "../domain/compile-definitions.ts";
import type { WorkspaceDay } from "../domain/day.ts";
import { isMeasurable } from "../domain/modules/module-activity.ts";
import { isFinal } from "../domain/modules/open-snapshots.ts";
import { missingSnapshots, snapshotDays } from "../domain/modules/snapshot-schedule.ts";
import { dayOf, type WorkspaceCalendar } from "../domain/workspace-calendar.ts";
import type { AccountRow, Facts } from "../store/facts.ts";
import type { ModuleSnapshots } from "../store/module-snapshots.ts";
import { scheduledSnapshotId } from "../store/snapshot-id.ts";
import { createStaleAccounts, measureOpen, takenOf, type DueDays, type Measured } from "./catch-up-snapshots.ts";
import type { Job } from "./job.ts";

/** Whoever tells of licences soon after a day was taken sees them in its snapshots this much later. */
const PAUSE_MS = 600_000;

/** Accounts in one step: some tens of milliseconds of one reader, unless they are very large. */
const ACCOUNTS_PER_STEP = 20;

const ALL = { kind: "all" } as const;
/** The longest idle limit: a day counts as one with data whatever the workspace's limit is. */
const NO_IDLE_LIMIT = 3;
const ACTOR = "uptake";

export interface SnapshotJobParts {
  readonly facts: Pick<Facts, "accounts" | "totals" | "actionTotals" | "pushed" | "users" | "watermark">;
  readonly snapshots: Pick<
    ModuleSnapshots,
    "recordSnapshots" | "finishSnapshotDay" | "snapshotDays" | "snapshots" | "accountChanges"
  >;
  readonly definitions: () => Promise<CompiledDefinitions>;
  readonly calendarOf: (timeZone: string) => WorkspaceCalendar;
  /** Unix ms. */
  readonly now: () => number;
}

/** The snapshots of one day, as far as they are taken. */
interface DayWork {
  readonly kind: "day";
  readonly day: WorkspaceDay;
  readonly modules: readonly CompiledModule[];
  readonly calendar: WorkspaceCalendar;
  readonly left: readonly AccountRow[];
}

/** What is still open of days that were taken, as far as it was looked for. */
interface OpenWork {
  readonly kind: "open";
  readonly due: readonly DueDays[];
  readonly calendar: WorkspaceCalendar;
  readonly left: readonly string[];
}

/**
 * Keeps every measured module at the end of each month or quarter, as the definitions say, once for each account; days that
 * were missed, or came before a module was defined, as of then: usage up to that day and licences, both as known now. What
 * couldn't be measured then, since no licence was told or the account wasn't known, is taken as soon as it can be; what was
 * measured is never taken again.
 */
export function createSnapshotJob(parts: SnapshotJobParts): Job {
  const { facts, snapshots, definitions, calendarOf, now } = parts;
  const stale = createStaleAccounts(parts);
  let work: DayWork | OpenWork | null = null;

  const nextWork = async (compiled: CompiledDefinitions): Promise<DayWork | OpenWork | null> => {
    const measurable = [...compiled.modules.values()].filter(isMeasurable);
    if (measurable.length === 0 || compiled.snapshots === "none") return null;
    const [{ timeZone }, [whole], taken] = await Promise.all([
      facts.watermark(ALL),
      facts.totals({ scope: ALL, by: [], spanUnder: NO_IDLE_LIMIT }),
      snapshots.snapshotDays(),
    ]);
    const firstDay = whole?.span?.firstDay;
    if (firstDay === undefined) return null;
    const calendar = calendarOf(timeZone);
    const today = dayOf(now(), calendar);
    const missing = measurable.map((module) => {
      const days = new Set(taken.filter((row) => row.module === module.module).map(({ day }) => day));
      return { module, days: missingSnapshots(compiled.snapshots, firstDay, today, days) };
    });
    const day = Math.min(...missing.flatMap(({ days }) => days));
    if (Number.isFinite(day)) {
      const modules = missing.filter(({ days }) => days.includes(day)).map(({ module }) => module);
      return { kind: "day", day, modules, calendar, left: await facts.accounts(ALL) };
    }
    const days = snapshotDays(compiled.snapshots, firstDay, today - 1);
    if (days.length === 0) return null;
    const left = await stale.find(JSON.stringify([compiled.version, timeZone, days.at(0), days.at(-1)]));
    return left.length === 0
      ? null
      : { kind: "open", due: measurable.map((module) => ({ module, days })), calendar, left };
  };

  const record = (measured: readonly Measured[], compiled: CompiledDefinitions, takenAtMs: number): Promise<number> =>
    snapshots.recordSnapshots(
      measured.map((row) =>
        Object.assign(row, {
          takenAtMs,
          kind: "scheduled" as const,
          actor: ACTOR,
          definitionVersion: compiled.version,
        }),
      ),
    );

  /** The next accounts of a day. */
  const takeDay = async (current: DayWork, compiled: CompiledDefinitions): Promise<DayWork | null> => {
    const { day, modules, calendar, left } = current;
    const takenAtMs = now();
    const accounts = left.slice(0, ACCOUNTS_PER_STEP);
    const scope = { kind: "only", accounts: accounts.map(({ id }) => id) } as const;
    const [measured, rows] = await Promise.all([
      measureModules(facts, accounts, modules, compiled, day, calendar),
      snapshots.snapshots({ scope, withPeople: false }),
    ]);
    const finals = rows.filter((row) => row.day === day && isFinal(takenOf(row, calendar)));
    const isTaken = ({ account, module }: { readonly account: string; readonly module: string }): boolean =>
      finals.some((row) => row.account === account && row.module === module);
    await record(
      measured
        .filter((row) => !isTaken(row))
        .map((row) => Object.assign(row, { day, id: scheduledSnapshotId({ ...row, day }) })),
      compiled,
      takenAtMs,
    );
    if (left.length > accounts.length) return { ...current, left: left.slice(accounts.length) };
    await snapshots.finishSnapshotDay({ modules: modules.map(({ module }) => module), day, takenAtMs });
    return null;
  };

  /** What is open in the next accounts. */
  const takeOpen = async (current: OpenWork, compiled: CompiledDefinitions): Promise<OpenWork | null> => {
    const { due, calendar, left } = current;
    const accounts = left.slice(0, ACCOUNTS_PER_STEP);
    const measured = await measureOpen(parts, accounts, { due, definitions: compiled, calendar });
    if (measured.length > 0) await record(measured, compiled, now());
    stale.settle(accounts);
    return left.length > accounts.length ? { ...current, left: left.slice(accounts.length) } : null;
  };

  return {
    name: "snapshots",
    pauseMs: PAUSE_MS,
    async step() {
      const compiled = await definitions();
      work ??= await nextWork(compiled);
      if (work === null) return "done";
      const { kind } = work;
      work = await (work.kind === "day" ? takeDay(work, compiled) : takeOpen(work, compiled));
      // What is told meanwhile is looked at in the next run: it may go on without end.
      return kind === "open" && work === null ? "done" : "more";
    },
  };
}
