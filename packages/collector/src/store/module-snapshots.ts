import type { AccountScope } from "../domain/account-scope.ts";
import type { DayRange, WorkspaceDay } from "../domain/day.ts";

/** Modules as they were at a date, and where they should get to. A snapshot is never changed; those of people can be taken back. */
export interface ModuleSnapshots {
  /**
   * Keeps snapshots; one whose id is known stays as it was, and so does one of an account that nobody has heard of. What
   * people record or ask for is audited.
   * @returns how many were new.
   */
  recordSnapshots(snapshots: readonly SnapshotWrite[]): Promise<number>;
  /**
   * Takes back one that somebody recorded or asked for. Audited, with all that it said.
   * @returns what it was; null: there is none, within the scope.
   */
  removeSnapshot(removal: SnapshotRemoval): Promise<RemovedSnapshot | "scheduled" | null>;
  /** By day, and of one day by when they were taken. */
  snapshots(query: SnapshotsQuery): Promise<readonly SnapshotRow[]>;
  /** Some of them, and how many there are in all: a page costs no more people than are on it. */
  snapshotPage(query: SnapshotPageQuery): Promise<{ readonly total: number; readonly rows: readonly SnapshotRow[] }>;
  /** Notes that all scheduled snapshots of some modules on a day are taken. */
  finishSnapshotDay(day: SnapshotDay): Promise<void>;
  /** Of which days all scheduled snapshots of which modules are taken. */
  snapshotDays(): Promise<readonly { readonly module: string; readonly day: WorkspaceDay }[]>;
  /**
   * How often anything was told, or decided, of each account that is known, by their ids: of one that stands at the same number
   * as before, no other snapshots are due than were then, but by what browsers sent late.
   */
  accountChanges(): Promise<ReadonlyMap<string, number>>;
  /**
   * Sets the target of a module in one account, in place of its definition's.
   * @returns false: nobody has heard of the account.
   */
  putModuleTarget(target: ModuleTargetWrite): Promise<boolean>;
  moduleTargets(scope: AccountScope): Promise<readonly ModuleTargetRow[]>;
}

/** By hand, at the end of a month or quarter, or when somebody asked for it. */
export type SnapshotKind = "manual" | "scheduled" | "requested";

export interface SnapshotWrite {
  /** `scheduledSnapshotId` or `askedSnapshotId`, so that each is taken once, whoever takes it, and however often it is sent. */
  readonly id: string;
  readonly module: string;
  readonly account: string;
  /** Usage up to the end of this day. */
  readonly day: WorkspaceDay;
  readonly takenAtMs: number;
  readonly kind: SnapshotKind;
  readonly actor: string;
  readonly active: number;
  /** Who was active; null: recorded by hand, as numbers only. */
  readonly activeUsers: readonly string[] | null;
  /** As known when it was taken. 0: not licensed; null: not told. */
  readonly licensed: number | null;
  readonly definitionVersion: number;
}

export type SnapshotRow = SnapshotWrite;

export interface SnapshotRemoval {
  readonly id: string;
  readonly scope: AccountScope;
  readonly actor: string;
  readonly atMs: number;
}

/** What a snapshot was that was taken back. */
export type RemovedSnapshot = Pick<SnapshotWrite, "module" | "account" | "day" | "kind" | "active" | "licensed">;

export interface SnapshotsQuery {
  readonly scope: AccountScope;
  readonly account?: string;
  readonly module?: string;
  /** False: nobody is told by name, and who isn't null is nobody; that is many times as fast. @defaultValue true */
  readonly withPeople?: boolean;
}

/** Columns by which pages can be in order. */
export const SNAPSHOT_ORDERS = [
  "day",
  "takenAt",
  "accountName",
  "moduleName",
  "kind",
  "actor",
  "active",
  "licensed",
  "percent",
  "status",
  "targetPercent",
  "definitionVersion",
] as const;
export type SnapshotOrder = (typeof SNAPSHOT_ORDERS)[number];

/** What definitions say, by which snapshots are searched and sorted as well. */
export interface SnapshotDefinitions {
  /** Those of others are called as their ids, and have no target but the accounts' own. */
  readonly modules: readonly {
    readonly module: string;
    readonly name: string;
    readonly targetPercent: number | null;
  }[];
  /** As `moduleStatus` takes them. */
  readonly criticalBelowPercent: number;
  readonly onTrackAbovePercent: number;
}

export interface SnapshotPageQuery extends SnapshotsQuery {
  readonly days: DayRange;
  /** Needed by whoever searches or sorts. */
  readonly definitions?: SnapshotDefinitions;
  /** What names of accounts and modules, or ids of accounts, contain, as `foldedText` folds it. @defaultValue everything */
  readonly search?: string;
  /** What has nothing there comes last; those with the same are in the usual order. Absent: all are. */
  readonly sort?: { readonly by: SnapshotOrder; readonly descending: boolean };
  readonly limit: number;
  readonly offset: number;
}

export interface SnapshotDay {
  readonly modules: readonly string[];
  readonly day: WorkspaceDay;
  readonly takenAtMs: number;
}

export interface ModuleTargetRow {
  readonly account: string;
  readonly module: string;
  /** 0 to 100. */
  readonly targetPercent: number;
}

export interface ModuleTargetWrite extends Omit<ModuleTargetRow, "targetPercent"> {
  /** Null: the definition's holds again. */
  readonly targetPercent: number | null;
  readonly actor: string;
  readonly atMs: number;
}
