import { once } from "node:events";
import { getPriority } from "node:os";
import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";

const MODULE = new URL("yield-to-others.ts", import.meta.url).href;

/** The priorities of a thread that yields, and of one that it starts and that yields as well. */
async function prioritiesOf(work: "awaited" | "unawaited"): Promise<readonly [number, number]> {
  const inner = `import { getPriority } from "node:os"; import { parentPort } from "node:worker_threads";
    const { yieldToOthers } = await import(${JSON.stringify(MODULE)});
    yieldToOthers(${JSON.stringify(work)}); parentPort.postMessage(getPriority());`;
  const outer = `import { Worker } from "node:worker_threads"; import { once } from "node:events";
    import { getPriority } from "node:os"; import { parentPort } from "node:worker_threads";
    const { yieldToOthers } = await import(${JSON.stringify(MODULE)});
    yieldToOthers(${JSON.stringify(work)});
    const worker = new Worker(${JSON.stringify(inner)}, { eval: true, execArgv: ["--input-type=module"] });
    const [ofInner] = await once(worker, "message");
    parentPort.postMessage([getPriority(), ofInner]);`;
  const worker = new Worker(outer, { eval: true, execArgv: ["--input-type=module"] });
  const [found] = (await once(worker, "message")) as [readonly [number, number]];
  await worker.terminate();
  return found;
}

describe.runIf(process.platform === "linux")("a thread that yields", () => {
  test("has a lower priority than the process it is of, which keeps its own", async () => {
    const before = getPriority();
    const [awaited] = await prioritiesOf("awaited");
    const [unawaited] = await prioritiesOf("unawaited");
    expect(awaited).toBeGreaterThan(before);
    expect(unawaited).toBeGreaterThan(awaited);
    expect(getPriority()).toBe(before);
  });

  test("yields no further for having been started by one that yields", async () => {
    const [outer, inner] = await prioritiesOf("unawaited");
    expect(inner).toBe(outer);
  });
});
