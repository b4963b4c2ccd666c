import type { CompiledDefinitions, CompiledModule } from "../domain/compile-definitions.ts";
import type { WorkspaceDay } from "../domain/day.ts";
import { isMeasurable } from "../domain/modules/module-activity.ts";
import { missingSnapshots } from "../domain/modules/snapshot-schedule.ts";
import { dayOf, type WorkspaceCalendar } from "../domain/workspace-calendar.ts";
import type { AccountRow, Facts } from "../store/facts.ts";
import type { ModuleSnapshots } from "../store/module-snapshots.ts";
import { scheduledSnapshotId } from "../store/snapshot-id.ts";
import type { Job } from "./job.ts";
import { measureModules } from "../api/reading/measure-modules.ts";

const PAUSE_MS = 3_600_000;

/** Accounts in one step: some tens of milliseconds of one reader, unless they are very large. */
const ACCOUNTS_PER_STEP = 20;

const ALL = { kind: "all" } as const;
/** The longest idle limit: a day counts as one with data whatever the workspace's limit is. */
const NO_IDLE_LIMIT = 3;
const ACTOR = "uptake";

export interface SnapshotJobParts {
  readonly facts: Pick<Facts, "accounts" | "totals" | "actionTotals" | "pushed" | "users" | "watermark">;
  readonly snapshots: Pick<ModuleSnapshots, "recordSnapshots" | "finishSnapshotDay" | "snapshotDays">;
  readonly definitions: () => Promise<CompiledDefinitions>;
  readonly calendarOf: (timeZone: string) => WorkspaceCalendar;
  /** Unix ms. */
  readonly now: () => number;
}

/** The snapshots of one day, as far as they are taken. */
interface Work {
  readonly day: WorkspaceDay;
  readonly modules: readonly CompiledModule[];
  readonly calendar: WorkspaceCalendar;
  readonly accountsLeft: readonly AccountRow[];
}

/**
 * Keeps every measured module at the end of each month or quarter, as the definitions say, once for each account; days that
 * were missed, or came before a module was defined, as of then: usage up to that day and licences, both as known now.
 */
export function createSnapshotJob({ facts, snapshots, definitions, calendarOf, now }: SnapshotJobParts): Job {
  let work: Work | null = null;

  const nextWork = async (compiled: CompiledDefinitions): Promise<Work | null> => {
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
    if (!Number.isFinite(day)) return null;
    const modules = missing.filter(({ days }) => days.includes(day)).map(({ module }) => module);
    return { day, modules, calendar, accountsLeft: await facts.accounts(ALL) };
  };

  return {
    name: "snapshots",
    pauseMs: PAUSE_MS,
    async step() {
      const compiled = await definitions();
      work ??= await nextWork(compiled);
      if (work === null) return "done";
      const { day, modules, calendar, accountsLeft } = work;
      const takenAtMs = now();
      const accounts = accountsLeft.slice(0, ACCOUNTS_PER_STEP);
      const measured = await measureModules(facts, accounts, modules, compiled, day, calendar);
      await snapshots.recordSnapshots(
        measured.map((row) =>
          Object.assign(row, {
            id: scheduledSnapshotId({ ...row, day }),
            day,
            takenAtMs,
            kind: "scheduled" as const,
            actor: ACTOR,
            definitionVersion: compiled.version,
          }),
        ),
      );
      work =
        accountsLeft.length > accounts.length ? { ...work, accountsLeft: accountsLeft.slice(accounts.length) } : null;
      if (work === null) {
        await snapshots.finishSnapshotDay({ modules: modules.map(({ module }) => module), day, takenAtMs });
      }
      return "more";
    },
  };
}
