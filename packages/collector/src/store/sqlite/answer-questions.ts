import type { MessagePort } from "node:worker_threads";
import { toThreadError } from "./thread-error.ts";
import type { Operations, ThreadMessage, ThreadReply, ThreadRequest, ThreadRequests } from "./thread-messages.ts";

/**
 * Answers one question after the other, until it is asked to end; an answer may be a promise, for which the next waits.
 * @param within runs each answer, such as in a transaction.
 * @param close closes what the answers need.
 */
export function answerQuestions(
  port: MessagePort,
  operations: Operations,
  within: <Result>(answer: () => Result) => Result,
  close: () => void,
): void {
  const post = (message: ThreadMessage): void => port.postMessage(message);

  const answer = async ({ id, name, input }: ThreadRequest): Promise<ThreadReply> => {
    try {
      const operation = name !== null && Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (operation === undefined) throw new RangeError(`there is no question ${name}`);
      return { id, kind: "done", result: await within(() => operation(input as never)) };
    } catch (error) {
      return { id, kind: "refused", error: toThreadError(error, String(name)) };
    }
  };
  const serve = async (request: ThreadRequest): Promise<void> => {
    if (request.name !== null) return post({ kind: "replies", replies: [await answer(request)] });
    close();
    post({ kind: "replies", replies: [{ id: request.id, kind: "done", result: null }] });
    port.close();
  };

  let last: Promise<void> = Promise.resolve();
  port.on("message", (requests: ThreadRequests) => {
    for (const request of requests) last = last.then(() => serve(request));
  });
  post({ kind: "ready" });
}
