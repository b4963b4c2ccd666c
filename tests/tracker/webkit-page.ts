import { setTimeout as wait } from "node:timers/promises";
import { openJsonSocket } from "./json-socket.ts";
import { isLoaded, scriptOf } from "./page-script.ts";
import { createPendingReplies } from "./pending-replies.ts";

/** A page by WebKit's remote inspector. */
export interface WebKitPage {
  /** Goes to an address. Resolves after the load. */
  goto(url: string): Promise<void>;
  /**
   * The value of a script, as JSON has it.
   * @param isGesture whether the page may do what only a person's click allows.
   */
  evaluate<T>(script: string, isGesture?: boolean): Promise<T>;
  /** Resolves when the page is gone, with its tab. */
  readonly closed: Promise<void>;
}

const patienceMs = 20_000;
/** What a page is asked to do, or its answer, is lost where it gets another process, as a blank one does that just opened. */
const askAgainAfterMs = 5_000;

/** @returns undefined where no answer comes in time, or none that is one. */
const soon = (answer: Promise<unknown>, lengthMs = 200) =>
  Promise.race([answer.catch(() => undefined), wait(lengthMs)]);

/**
 * Speaks to a page. What is said goes to a target in the page: it changes when another process takes the page over.
 * @param address of the page's WebSocket.
 */
export async function openWebKitPage(address: string): Promise<WebKitPage> {
  const socket = await openJsonSocket(address);
  const replies = createPendingReplies("WebKit");
  let target: string | undefined;

  // oxlint-disable-next-line typescript/no-explicit-any -- The inspector's protocol: each method has its own.
  const ask = (method: string, params: object = {}, targetId = target): Promise<any> =>
    replies.ask(method, (id) => {
      const message = JSON.stringify({ id, method, params });
      socket.send({ id, method: "Target.sendMessageToTarget", params: { targetId, message } });
    });
  const ready = new Promise<void>((resolve) => {
    socket.listen(({ id, error, method, params }) => {
      if (error !== undefined) replies.reject(id, error.message);
      if (method === "Target.targetCreated") {
        const { targetId, isProvisional } = params.targetInfo;
        if (isProvisional !== true) target = targetId;
        ask("Page.enable", {}, targetId).then(
          () => resolve(),
          () => {},
        );
      }
      if (method === "Target.didCommitProvisionalTarget") {
        target = params.newTargetId;
        replies.rejectAll("another process shows the page now");
      }
      if (method === "Target.dispatchMessageFromTarget") take(JSON.parse(params.message));
    });
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- The inspector's protocol: each method has its own.
  const take = ({ id, method, params, result, error }: any) => {
    if (error !== undefined) replies.reject(id, error.message);
    else if (id !== undefined) replies.resolve(id, result);
    // What the document before was asked is answered by nobody.
    if (method === "Page.frameNavigated" && params.frame.parentId === undefined) replies.rejectAll("the page has gone");
  };
  const closed = socket.closed.then(() => replies.rejectAll("the tab is gone"));
  await ready;

  // oxlint-disable-next-line typescript/no-explicit-any -- What a script gives is whatever it is.
  const evaluate = async (script: string, isGesture: boolean): Promise<any> => {
    const expression = scriptOf(script);
    const first = await ask("Runtime.evaluate", { expression, emulateUserGesture: isGesture });
    const { objectId, subtype } = first.result;
    const isPromise = !first.wasThrown && objectId !== undefined && subtype !== "error";
    const { result, wasThrown } = isPromise
      ? await ask("Runtime.awaitPromise", { promiseObjectId: objectId, returnByValue: true })
      : first;
    if (wasThrown) throw new Error(`[test] ${script}: ${result.description ?? result.value}`);
    return result.value === undefined ? undefined : JSON.parse(result.value);
  };

  return {
    async goto(url) {
      const untilMs = Date.now() + patienceMs;
      const before = await soon(evaluate("performance.timeOrigin", false), 1_000);
      const isThere = `${isLoaded} && performance.timeOrigin !== ${before}`;
      for (let askAgainMs = 0; (await soon(evaluate(isThere, false))) !== true; await wait(10)) {
        if (Date.now() > untilMs) throw new Error(`[test] WebKit: ${url} wasn't there in ${patienceMs} ms.`);
        if (Date.now() < askAgainMs) continue;
        askAgainMs = Date.now() + askAgainAfterMs;
        await soon(ask("Page.navigate", { url }));
      }
    },
    async evaluate(script, isGesture = false) {
      const asked = target;
      return evaluate(script, isGesture).catch((failure: unknown) => {
        // The document that was asked has gone with its process: the next one answers.
        if (target === asked) throw failure;
        return evaluate(script, isGesture);
      });
    },
    closed,
  };
}
