import type { DatabaseSync } from "node:sqlite";
import { createWorkspaceCalendar, type WorkspaceCalendar } from "../../../domain/workspace-calendar.ts";
import { readPragma } from "../database.ts";
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
}

/** Prepares what is shared. */
export function createWriteContext(database: DatabaseSync, changes: Changes): WriteContext {
  const ids = createIds(database);
  const dirtyMembers = createDirtyMembers(database);
  const select = database.prepare("SELECT time_zone, watermark_slot FROM workspace");
  let dataVersion = readPragma(database, "data_version");
  const readWorkspace = (known?: WorkspaceCalendar): Workspace => {
    const row = select.get();
    const timeZone = String(row?.["time_zone"]);
    const calendar = known?.timeZone === timeZone ? known : createWorkspaceCalendar(timeZone);
    return { calendar, watermarkSlot: Number(row?.["watermark_slot"]) };
  };
  return {
    database,
    ids,
    dirtyMembers,
    changes,
    workspace: readWorkspace(),
    refresh() {
      const version = readPragma(database, "data_version");
      const hasOtherWritten = version !== dataVersion;
      if (hasOtherWritten) {
        ids.forget();
        dirtyMembers.forget();
      }
      dataVersion = version;
      this.workspace = readWorkspace(this.workspace.calendar);
      return hasOtherWritten;
    },
  };
}
