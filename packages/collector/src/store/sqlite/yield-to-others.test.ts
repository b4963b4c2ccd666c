import { once } from "node:events";
import { getPriority } from "node:os";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";

test.runIf(process.platform === "linux")(
  "a thread that yields has a lower priority than the process it is of",
  async () => {
    const before = getPriority();
    const module = new URL("yield-to-others.ts", import.meta.url).href;
    const worker = new Worker(
      `import { getPriority } from "node:os"; import { parentPort } from "node:worker_threads";
     const { yieldToOthers } = await import(${JSON.stringify(module)});
     yieldToOthers(); parentPort.postMessage(getPriority());`,
      { eval: true, execArgv: ["--input-type=module"] },
    );
    const [ofThread] = (await once(worker, "message")) as [number];
    await worker.terminate();
    expect(ofThread).toBeGreaterThan(before);
    expect(getPriority()).toBe(before);
  },
);
