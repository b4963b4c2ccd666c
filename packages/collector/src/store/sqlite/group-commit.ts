import type { DatabaseSync } from "node:sqlite";
import { toThreadError } from "./thread-error.ts";
import type { Operations, ThreadReply, ThreadRequest } from "./thread-messages.ts";
import { createApplyChanges } from "./write/apply-changes.ts";
import { createChanges, type Changes } from "./write/changes.ts";
import { createDeferredChanges, SHARES } from "./write/deferred-changes.ts";
import type { WriteContext } from "./write/write-context.ts";

/** Runs requests in one transaction, with a savepoint each, and returns their replies when they are on disk. */
export interface GroupCommit {
  (requests: readonly ThreadRequest[]): readonly ThreadReply[];
  /** Whether rollups were behind the cells at the end of the last transaction. */
  isBehind(): boolean;
  /** Applies what is deferred of some accounts, of others each time. Returns false, and nothing happens, where it can't be written. */
  catchUpSome(): boolean;
}

/** Requests in a group from which on it says that there is a load, under which rollups follow later. */
const MIN_DEFERRED_REQUESTS = 4;

/**
 * What may be done while rollups are behind. The job that looks for adoption is among it: it reads members with what is
 * deferred of them, and news that comes after its look marks them again when it is applied.
 */
const BESIDE_DEFERRED: ReadonlySet<string | null> = new Set([
  "mergePackedCells",
  "quarantine",
  "probe",
  "useKey",
  "takeDirtyMembers",
  "settleMembers",
  "tidy",
  "removeOldWriters",
]);

/**
 * Prepares group commits: one sync of the disk serves everybody who has asked in the meantime. Under load the rollups
 * follow some commits later, all in one; whatever else is asked finds them level with the cells.
 */
export function createGroupCommit(database: DatabaseSync, context: WriteContext, operations: Operations): GroupCommit {
  const deferred = createDeferredChanges(database);
  let isBehind = deferred.exist();
  const applyChanges = createApplyChanges(database);
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  const save = database.prepare("SAVEPOINT operation");
  const release = database.prepare("RELEASE operation");
  const undo = database.prepare("ROLLBACK TO operation");

  /** Runs one request. What it fails with spoils the others only if SQLite gave up the whole transaction. */
  const runOne = ({ id, name, input }: ThreadRequest, groupChanges: Changes): ThreadReply => {
    save.run();
    context.changes = createChanges();
    try {
      const result = run(context, operations, name, input);
      release.run();
      groupChanges.addAll(context.changes);
      return { id, kind: "done", result };
    } catch (error) {
      if (!database.isTransaction) throw error;
      undo.run();
      release.run();
      forget();
      context.refresh();
      return { id, kind: "refused", error: toThreadError(error, String(name)) };
    }
  };

  /** Runs all of them without savepoints, which cost as much as a cell. @throws what the first fails with. */
  const runTogether = (requests: readonly ThreadRequest[], groupChanges: Changes): readonly ThreadReply[] => {
    context.changes = groupChanges;
    return requests.map(({ id, name, input }) => ({ id, kind: "done", result: run(context, operations, name, input) }));
  };

  const inTransaction = (
    requests: readonly ThreadRequest[],
    runAll: (requests: readonly ThreadRequest[], groupChanges: Changes) => readonly ThreadReply[],
    share: number | null = null,
  ): readonly ThreadReply[] => {
    try {
      begin.run();
      if (context.refresh()) applyChanges.forget();
      const isDeferring = mayDefer(requests);
      if (!isDeferring) catchUp(share);
      const groupChanges = createChanges();
      const replies = runAll(requests, groupChanges);
      if (isDeferring) deferred.put(groupChanges);
      else settle(groupChanges);
      context.lastly?.();
      commit.run();
      isBehind = isDeferring || (share !== null && deferred.exist());
      return replies;
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      forget();
      throw error;
    }
  };
  const mayDefer = (requests: readonly ThreadRequest[]): boolean =>
    (isBehind ? requests.length > 0 : requests.length >= MIN_DEFERRED_REQUESTS) &&
    context.workspace.next === null &&
    requests.every(({ name }) => BESIDE_DEFERRED.has(name));
  const settle = (changes: Changes): void => {
    applyChanges(changes);
    context.dirtyMembers.mark(changes);
  };
  const catchUp = (share: number | null): void => {
    const changes = deferred.take(share);
    if (changes !== null) settle(changes);
  };
  const forget = (): void => {
    context.ids.forget();
    context.dirtyMembers.forget();
    applyChanges.forget();
  };

  const commitGroup = (requests: readonly ThreadRequest[]): readonly ThreadReply[] => {
    try {
      return inTransaction(requests, runTogether);
    } catch {
      // One of them is at fault, or the disk: one after the other tells which.
    }
    try {
      return inTransaction(requests, (all, groupChanges) => all.map((request) => runOne(request, groupChanges)));
    } catch (error) {
      return requests.map(({ id, name }) => ({ id, kind: "refused", error: toThreadError(error, String(name)) }));
    }
  };
  let nextShare = 0;
  const catchUpSome = (): boolean => {
    nextShare = (nextShare + 1) % SHARES;
    try {
      inTransaction([], () => [], nextShare);
      return true;
    } catch {
      // Whoever asks for more than merges meanwhile is told why not.
      return false;
    }
  };
  return Object.assign(commitGroup, { isBehind: () => isBehind, catchUpSome });
}

function run(context: WriteContext, operations: Operations, name: string | null, input: unknown): unknown {
  const operation = name !== null && Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined) throw new RangeError(`there is no operation ${name}`);
  context.found = null;
  // The other side is typed by the same table of operations.
  return operation(input as never);
}
