import { receiveMessageOnPort, type MessagePort } from "node:worker_threads";
import { openForWriting } from "./database.ts";
import { createGroupCommit } from "./group-commit.ts";
import { prepareWorkspace } from "./prepare-workspace.ts";
import { runThread } from "./run-thread.ts";
import type { ThreadMessage, ThreadReply, ThreadRequest, ThreadRequests, ThreadStart } from "./thread-messages.ts";
import { createChanges } from "./write/changes.ts";
import { createWriteContext } from "./write/write-context.ts";
import { createWriteOperations } from "./write/write-operations.ts";

/** Most requests in one transaction: bounds the wait of the first and the memory of the group. */
const MAX_GROUP = 256;

function serve(port: MessagePort, start: ThreadStart): void {
  const database = openForWriting(start.path);
  prepareWorkspace(database, start);
  const context = createWriteContext(database, createChanges());
  const commitGroup = createGroupCommit(database, context, createWriteOperations(context));
  const post = (message: ThreadMessage): void => port.postMessage(message);

  port.on("message", (first: ThreadRequests) => {
    const group = [...first, ...arrived(port)];
    const closing = group.find(({ name }) => name === null);
    const requests = group.filter(({ name }) => name !== null);
    const replies: ThreadReply[] = requests.length > 0 ? [...commitGroup(requests)] : [];
    if (closing !== undefined) {
      database.close();
      replies.push({ id: closing.id, kind: "done", result: null });
    }
    post({ kind: "replies", replies });
    if (closing !== undefined) port.close();
  });
  post({ kind: "ready" });
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
