import type { MessagePort } from "node:worker_threads";
import { toThreadError } from "./thread-error.ts";
import type { Operations, ThreadMessage, ThreadReply, ThreadRequest, ThreadRequests } from "./thread-messages.ts";

/**
 * Answers one question after the other, until it is asked to end.
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

  const answer = ({ id, name, input }: ThreadRequest): ThreadReply => {
    try {
      const operation = name !== null && Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (operation === undefined) throw new RangeError(`there is no question ${name}`);
      return { id, kind: "done", result: within(() => operation(input as never)) };
    } catch (error) {
      return { id, kind: "refused", error: toThreadError(error, String(name)) };
    }
  };

  port.on("message", (requests: ThreadRequests) => {
    for (const request of requests) {
      if (request.name === null) {
        close();
        post({ kind: "replies", replies: [{ id: request.id, kind: "done", result: null }] });
        port.close();
      } else {
        post({ kind: "replies", replies: [answer(request)] });
      }
    }
  });
  post({ kind: "ready" });
}
