import type { MessagePort } from "node:worker_threads";
import { inTransaction, openForReading } from "./database.ts";
import { createReadOperations } from "./read/read-operations.ts";
import { runThread } from "./run-thread.ts";
import { toThreadError } from "./thread-error.ts";
import type {
  Operations,
  ThreadMessage,
  ThreadReply,
  ThreadRequest,
  ThreadRequests,
  ThreadStart,
} from "./thread-messages.ts";

/** Answers one question after the other, each from one read transaction: all its parts are of the same moment. */
function serve(port: MessagePort, { path }: ThreadStart): void {
  const database = openForReading(path);
  const operations: Operations = createReadOperations(database);
  const post = (message: ThreadMessage): void => port.postMessage(message);

  const answer = ({ id, name, input }: ThreadRequest): ThreadReply => {
    try {
      const operation = name !== null && Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (operation === undefined) throw new RangeError(`there is no question ${name}`);
      return { id, kind: "done", result: inTransaction(database, "DEFERRED", () => operation(input as never)) };
    } catch (error) {
      return { id, kind: "refused", error: toThreadError(error, String(name)) };
    }
  };

  port.on("message", (requests: ThreadRequests) => {
    for (const request of requests) {
      if (request.name === null) {
        database.close();
        post({ kind: "replies", replies: [{ id: request.id, kind: "done", result: null }] });
        port.close();
      } else {
        post({ kind: "replies", replies: [answer(request)] });
      }
    }
  });
  post({ kind: "ready" });
}

runThread(serve);
