import { Worker } from "node:worker_threads";
import { expect, describe, test } from "vitest";
import { connectThread } from "./thread-client.ts";

/** A thread that answers `echo`, never answers `wait`, and breaks at anything else. */
const SOURCE = `
  const { parentPort } = require("node:worker_threads");
  parentPort.on("message", (requests) => {
    for (const { id, name, input } of requests) {
      if (name === "echo") parentPort.postMessage({ kind: "replies", replies: [{ id, kind: "done", result: input }] });
      else if (name === null) process.exit(0);
      else if (name !== "wait") throw new Error("a bug");
    }
  });
  parentPort.postMessage({ kind: "ready" });`;

type Asked = { echo(input: unknown): unknown; wait(input: null): void; crash(input: null): void };

const connect = () => connectThread<Asked>(new Worker(SOURCE, { eval: true }), "writer-thread");

describe("a thread's client", () => {
  test("rejects everything that waits when the thread breaks, and everything after it", async () => {
    const thread = await connect();
    expect(await thread.ask("echo", { some: ["thing"] })).toEqual({ some: ["thing"] });
    const waiting = [thread.ask("wait", null), thread.ask("crash", null)];
    const broken = { name: "StoreUnavailableError", kind: "failed", message: expect.stringContaining("a bug") };
    for (const outcome of await Promise.allSettled(waiting)) expect(outcome).toMatchObject({ reason: broken });
    await expect(thread.ask("echo", 1)).rejects.toMatchObject(broken);
    expect(thread.pending()).toBe(0);
    expect(await thread.lost).toMatchObject(broken);
    await thread.close();
  });

  test("isn't lost when it is closed", async () => {
    const thread = await connect();
    let isLost = false;
    void thread.lost.then(() => (isLost = true));
    await thread.close();
    expect(isLost).toBe(false);
  });

  test("rejects a question that can't cross, and forgets it; the others of the same moment are answered", async () => {
    const thread = await connect();
    const [before, wrong, after] = await Promise.allSettled([
      thread.ask("echo", 1),
      thread.ask("echo", () => 1),
      thread.ask("echo", 2),
    ]);
    expect([before, after]).toMatchObject([{ value: 1 }, { value: 2 }]);
    expect(wrong).toMatchObject({ reason: { message: expect.stringContaining("could not be cloned") } });
    expect(thread.pending()).toBe(0);
    await thread.close();
  });

  test("is closed for new questions at once, and closes once", async () => {
    const thread = await connect();
    const closing = thread.close();
    await expect(thread.ask("echo", 1)).rejects.toMatchObject({ kind: "closed" });
    expect(thread.close()).toBe(closing);
    await closing;
  });
});
