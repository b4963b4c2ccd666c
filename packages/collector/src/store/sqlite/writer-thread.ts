import { receiveMessageOnPort, type MessagePort } from "node:worker_threads";
import { openForWriting } from "./database.ts";
import { createGroupCommit } from "./group-commit.ts";
import { nextGroupAtMs, type Group } from "./group-pace.ts";
import { prepareWorkspace } from "./prepare-workspace.ts";
import { runThread } from "./run-thread.ts";
import type { ThreadMessage, ThreadReply, ThreadRequest, ThreadRequests, ThreadStart } from "./thread-messages.ts";
import { createChanges } from "./write/changes.ts";
import { SHARES } from "./write/deferred-changes.ts";
import { createWriteContext } from "./write/write-context.ts";
import { createWriteOperations } from "./write/write-operations.ts";

/** Most requests in one transaction: bounds the wait of the first and the memory of the group. */
const MAX_GROUP = 256;

/** When nobody has asked for anything for this long, ms, rollups catch up with the cells. */
const IDLE_MS = 10;

/** Otherwise those of one share of the accounts after the other, each this often, ms: what is shared by then is written once. */
const CATCH_UP_MS = 500;

/** How long rollups that can't be written are left alone, ms: who asks for them tries, too. */
const RETRY_MS = 1_000;

function serve(port: MessagePort, start: ThreadStart): void {
  const database = openForWriting(start.path);
  prepareWorkspace(database, start);
  const context = createWriteContext(database, createChanges());
  const commitGroup = createGroupCommit(database, context, createWriteOperations(context));
  const post = (message: ThreadMessage): void => port.postMessage(message);
  let before: Group = { size: 0, beganAtMs: 0 };
  let toldBehind = false;
  let askedAtMs = 0;
  let caughtUpAtMs = 0;
  let timer: NodeJS.Timeout | null = null;

  /** Before the replies, so that who has one knows whether to ask for the rollups. */
  const tellBehind = (): void => {
    if (commitGroup.isBehind() === toldBehind) return;
    toldBehind = !toldBehind;
    if (toldBehind) caughtUpAtMs = performance.now();
    post({ kind: "behind", isBehind: toldBehind });
  };
  const catchUpIfDue = (): void => {
    timer = null;
    const nowMs = performance.now();
    const isIdle = nowMs - askedAtMs >= IDLE_MS;
    let waitMs = isIdle ? 0 : IDLE_MS;
    if (isIdle || nowMs - caughtUpAtMs >= CATCH_UP_MS / SHARES) {
      if (!commitGroup.catchUpSome()) waitMs = RETRY_MS;
      caughtUpAtMs = performance.now();
      tellBehind();
    }
    if (commitGroup.isBehind()) timer = setTimeout(catchUpIfDue, waitMs);
  };
  // What another process has left behind.
  commitGroup([]);
  tellBehind();

  port.on("message", (first: ThreadRequests) => {
    sleepUntil(nextGroupAtMs(before));
    const beganAtMs = performance.now();
    const group = [...first, ...arrived(port)];
    before = { size: group.length, beganAtMs };
    const closing = group.find(({ name }) => name === null);
    const requests = group.filter(({ name }) => name !== null);
    const replies: ThreadReply[] = requests.length > 0 ? [...commitGroup(requests)] : [];
    askedAtMs = performance.now();
    tellBehind();
    if (closing !== undefined) {
      if (timer !== null) clearTimeout(timer);
      if (commitGroup.isBehind()) commitGroup([]);
      database.close();
      replies.push({ id: closing.id, kind: "done", result: null });
    }
    post({ kind: "replies", replies });
    if (closing !== undefined) port.close();
    else if (commitGroup.isBehind()) timer ??= setTimeout(catchUpIfDue, IDLE_MS);
  });
  post({ kind: "ready" });
}

/** Nobody ever wakes who waits for it. */
const NEVER = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** Holds up this thread, which has nothing else to do, more exactly than a timer would. @param atMs by `performance.now()`. */
function sleepUntil(atMs: number): void {
  const waitMs = atMs - performance.now();
  if (waitMs > 0) Atomics.wait(NEVER, 0, 0, waitMs);
}

/** What has arrived while the last group was being synced. */
function arrived(port: MessagePort): readonly ThreadRequest[] {
  const requests: ThreadRequest[] = [];
  while (requests.length < MAX_GROUP) {
    const next = receiveMessageOnPort(port) as { readonly message: ThreadRequests } | undefined;
    if (next === undefined) break;
    requests.push(...next.message);
  }
  return requests;
}

runThread(serve);
