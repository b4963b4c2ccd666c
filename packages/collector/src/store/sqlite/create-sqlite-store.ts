import { resolve } from "node:path";
import { createWorkspaceCalendar } from "../../domain/workspace-calendar.ts";
import type { Facts } from "../facts.ts";
import type { PushKind, PushRefusal, PushWrites } from "../pushed.ts";
import type { Records } from "../records.ts";
import type { Upkeep } from "../upkeep.ts";
import { askFacts, askRecords } from "./ask-questions.ts";
import { createBacklog } from "./backlog.ts";
import { createVoidSum } from "./void-sum.ts";
import { startThreads, type Threads } from "./threads.ts";
import { createUpkeep } from "./upkeep.ts";
import { packCells } from "./write/packed-cells.ts";

export interface SqliteStoreOptions {
  /** The file; it and its folder are made if need be. */
  readonly path: string;
  /**
   * The zone of the workspace's days, IANA name. Another one than last time: it is in force when everything is counted
   * in it, which `upkeep` does. Absent: as it was, UTC for a fresh file.
   */
  readonly timeZone?: string;
  /** Clock, Unix ms; the machine's unless given. A fresh store takes cells from 35 days before it. */
  readonly now?: () => number;
}

/** One file that holds all of it. */
export interface SqliteStore {
  /** The file itself, absolute, for those that read it on threads of their own. */
  readonly path: string;
  readonly facts: Facts;
  readonly records: Records;
  readonly upkeep: Upkeep;
  /** Waits until everything that was acknowledged so far is in what the file's other readers see. */
  catchUp(): Promise<void>;
  /**
   * Resolves when one of its threads has broken, with why: everything is refused from then on, and another store on the same
   * file goes on where this one was.
   */
  readonly lost: Promise<Error>;
  /** Waits for what was asked so far, and closes the file. The `close` of `facts` and `records` is this one. */
  close(): Promise<void>;
}

/** Rows that may wait for the writer: well under a second of its work, and 20 MB. */
const MAX_WAITING_ROWS = 20_000;

/** Rows of a backfill or a push in one transaction: what browsers send waits for no more than these. */
const CHUNK_ROWS = 2_000;

/**
 * Opens the store. SQLite works in threads of its own: one writes, in groups; one or two read.
 * @throws StoreUnavailableError when the file can't be opened; RangeError when there is no such time zone.
 */
export async function createSqliteStore({ path, timeZone, now = Date.now }: SqliteStoreOptions): Promise<SqliteStore> {
  // Fails here, with a plain error, rather than in a thread.
  if (timeZone !== undefined) createWorkspaceCalendar(timeZone);
  const start = { path: resolve(path), timeZone: timeZone ?? null, openedAtMs: now() };
  const threads = await startThreads(start);
  return {
    path: start.path,
    facts: createFacts(threads, now),
    records: createRecords(threads),
    upkeep: createUpkeep(threads),
    catchUp: threads.catchUp,
    lost: threads.lost,
    close: threads.close,
  };
}

function createFacts({ write, read, check, close }: Threads, now: () => number): Facts {
  const { take } = createBacklog(MAX_WAITING_ROWS, "rows");
  const push = async <Kind extends PushKind>(
    kind: Kind,
    rows: readonly PushWrites[Kind][],
    receivedAtMs: number,
    actor: string | null = null,
  ): Promise<readonly PushRefusal[]> => {
    const refusals: PushRefusal[] = [];
    for (const chunk of chunksOf(rows, weightOf)) {
      const weight = chunk.reduce((sum, row) => sum + weightOf(row), 0);
      refusals.push(...(await take(weight, () => write("push", { kind, rows: chunk, receivedAtMs, actor }))));
    }
    return refusals;
  };
  const put = async <Kind extends PushKind>(kind: Kind, rows: readonly PushWrites[Kind][]): Promise<void> => {
    await push(kind, rows, now());
  };
  return {
    mergeCells: (cells, receivedAtMs) =>
      take(cells.length, () => write("mergePackedCells", packCells(cells, receivedAtMs))),
    quarantine: (rows, receivedAtMs) => take(rows.length, () => write("quarantine", { rows, receivedAtMs })),
    async backfill(source, rows, receivedAtMs, restates = true) {
      if (source === "") throw new RangeError("A backfill needs a source; the empty one belongs to browsers. Name it.");
      const refusals: PushRefusal[] = [];
      for (const chunk of chunksOf(rows, () => 1)) {
        refusals.push(
          ...(await take(chunk.length, () => write("backfill", { source, rows: chunk, receivedAtMs, restates }))),
        );
      }
      return refusals;
    },
    async fold(slot) {
      while ((await write("foldStep", { slot, cursor: null })) !== null);
    },
    async void(target, by) {
      if (by === null) return read("voidPreview", target);
      const sum = createVoidSum();
      for (let first = true; ; first = false) {
        const step = await write("voidStep", { target, by: first ? by : null, atMs: by.atMs });
        if (step === null) return null;
        sum.addOutcome(step.outcome);
        if (step.isDone) return sum.outcome();
      }
    },
    probe: () => write("probe", undefined),
    push,
    putAccounts: (rows) => put("accounts", rows),
    putUsers: (rows) => put("users", rows),
    putAssets: (rows) => put("assets", rows),
    ...askFacts(read),
    accountsSeenBy: (assignee) => read("accountsSeenBy", assignee),
    verify: () => check("verify", undefined),
    close,
  };
}

function createRecords({ write, read, close }: Threads): Records {
  return {
    ...askRecords(read),
    createKey: (key) => write("createKey", key),
    keys: () => read("keys", undefined),
    revokeKey: (id, atMs) => write("revokeKey", { id, atMs }),
    rotateKey: (id, next, expiresAtMs) => write("rotateKey", { id, next, expiresAtMs }),
    useKey: (id, atMs) => write("useKey", { id, atMs }),
    applyDefinitions: (next) => write("applyDefinitions", next),
    createSignInToken: (tokenHash, identity, expiresAtMs) =>
      write("createSignInToken", { tokenHash, identity, expiresAtMs }),
    startSession: (tokenHash, sessionHash, nowMs, expiresAtMs) =>
      write("startSession", { tokenHash, sessionHash, nowMs, expiresAtMs }),
    session: (hash, nowMs) => read("session", { hash, nowMs }),
    endSession: (hash) => write("endSession", hash),
    audit: (entry) => write("audit", entry),
    takeDirtyMembers: (request) => write("takeDirtyMembers", request),
    settleMembers: (settlement) => write("settleMembers", settlement),
    markAccounts: (accounts) => write("markAccounts", accounts),
    removeFromStage: (removal) => write("removeFromStage", removal),
    recordSnapshots: (snapshots) => write("recordSnapshots", snapshots),
    removeSnapshot: (removal) => write("removeSnapshot", removal),
    accountChanges: () => read("accountChanges", undefined),
    finishSnapshotDay: (day) => write("finishSnapshotDay", day),
    putModuleTarget: (target) => write("putModuleTarget", target),
    meetMilestones: (met) => write("meetMilestones", met),
    resetMilestone: (reset) => write("resetMilestone", reset),
    markMilestone: (mark) => write("markMilestone", mark),
    answerRelevance: (answer) => write("answerRelevance", answer),
    markPremium: (mark) => write("markPremium", mark),
    changeSegmentMembers: (changes) => write("changeSegmentMembers", changes),
    noteSegmentsEvaluated: (evaluated) => write("noteSegmentsEvaluated", evaluated),
    close,
  };
}

/** Lists count by their length: each of their members is a row. */
function weightOf(row: object): number {
  const { accounts, users } = row as {
    readonly accounts?: readonly string[];
    readonly users?: readonly string[] | null;
  };
  return 1 + (accounts?.length ?? 0) + (users?.length ?? 0);
}

/** In order, as many in each as fit; one that weighs more is alone. */
function* chunksOf<Row>(rows: readonly Row[], weigh: (row: Row) => number): Generator<readonly Row[]> {
  let chunk: Row[] = [];
  let weight = 0;
  for (const row of rows) {
    const more = weigh(row);
    if (chunk.length > 0 && weight + more > CHUNK_ROWS) {
      yield chunk;
      chunk = [];
      weight = 0;
    }
    chunk.push(row);
    weight += more;
  }
  if (chunk.length > 0) yield chunk;
}
