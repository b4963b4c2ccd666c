import type { DatabaseSync } from "node:sqlite";
import { createCalendarMemory, type WorkspaceCalendar } from "../../../domain/workspace-calendar.ts";
import { prepareArrays } from "../database.ts";
import type { Changes } from "./changes.ts";
import { createDirtyMembers, type DirtyMembers } from "./dirty-members.ts";
import { createIds, type Ids } from "./ids.ts";

/** What the operations of the writer thread share. */
export interface WriteContext {
  readonly database: DatabaseSync;
  readonly ids: Ids;
  readonly dirtyMembers: DirtyMembers;
  /** What the running operation changes; applied before the commit, together with that of its group. */
  changes: Changes;
  /**
   * The workspace day on which the running operation's changes are found, if they restate earlier days: what had happened by
   * then was shown already. Late: by what browsers send, or what is taken out; else by what a host tells. Null, as at the start
   * of each operation: they don't.
   */
  found: { readonly day: number; readonly isLate: boolean } | null;
  /** What has to be done after all changes of the group are applied; null: nothing. */
  lastly: (() => void) | null;
  /** As stored when the transaction began: other processes fold, too. */
  workspace: Workspace;
  /**
   * Reads again what others may have changed. Called at the start of each transaction and after a rollback.
   * @returns whether another process has written.
   */
  refresh(): boolean;
}

/** The stored state of the workspace. */
export interface Workspace {
  readonly calendar: WorkspaceCalendar;
  readonly watermarkSlot: number;
  /** Null: no other time zone is being counted in. */
  readonly next: NextZone | null;
}

/** A time zone that is being counted in, and what is in its rollups by now. */
export interface NextZone {
  readonly calendar: WorkspaceCalendar;
  /** Cells of earlier slots are, and those of this slot up to a writer. */
  readonly slot: number;
  readonly writer: number;
  /** Base rows of lower accounts are, and those of this account up to a user. */
  readonly account: number;
  readonly user: number;
}

interface WorkspaceRow {
  readonly timeZone: string;
  readonly watermarkSlot: number;
  readonly nextTimeZone: string | null;
  readonly slot: number | null;
  readonly writer: number;
  readonly account: number;
  readonly user: number;
}

/** Prepares what is shared. */
export function createWriteContext(database: DatabaseSync, changes: Changes): WriteContext {
  const ids = createIds(database);
  const dirtyMembers = createDirtyMembers(database);
  const calendarOf = createCalendarMemory();
  const nextCalendarOf = createCalendarMemory();
  const select = database.prepare(`
    SELECT time_zone AS timeZone, watermark_slot AS watermarkSlot, next_time_zone AS nextTimeZone, next_slot AS slot,
      next_writer AS writer, next_account AS account, next_user AS user
    FROM workspace`);
  const readDataVersion = prepareArrays(database, "PRAGMA data_version");
  const dataVersionNow = (): number => (readDataVersion.get() as unknown as readonly [number])[0];
  let dataVersion = dataVersionNow();
  const readWorkspace = (): Workspace => {
    const row = select.get() as unknown as WorkspaceRow;
    const { timeZone, watermarkSlot, nextTimeZone, slot, writer, account, user } = row;
    const next =
      nextTimeZone === null || slot === null
        ? null
        : { calendar: nextCalendarOf(nextTimeZone), slot, writer, account, user };
    return { calendar: calendarOf(timeZone), watermarkSlot, next };
  };
  return {
    database,
    ids,
    dirtyMembers,
    changes,
    found: null,
    lastly: null,
    workspace: readWorkspace(),
    refresh() {
      const version = dataVersionNow();
      const hasOtherWritten = version !== dataVersion;
      if (hasOtherWritten) {
        ids.forget();
        dirtyMembers.forget();
      }
      dataVersion = version;
      this.lastly = null;
      this.workspace = readWorkspace();
      return hasOtherWritten;
    },
  };
}
