import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const RELEASE = fileURLToPath(new URL("release-memory.ts", import.meta.url));

/** Makes 60 MiB of objects that live for a while, keeps one in a thousand, and tells what V8 holds before and after. */
const PROGRAM = `
  import { getHeapStatistics } from "node:v8";
  import { releaseMemory } from ${JSON.stringify(RELEASE)};

  const heldMib = () => Math.round(getHeapStatistics().total_physical_size / 2 ** 20);
  const objects = Array.from({ length: 400_000 }, (_, index) => ({ index, list: [index, index] }));
  const kept = objects.filter(({ index }) => index % 1_000 === 0);
  const before = heldMib();
  objects.length = 0;
  releaseMemory();
  const last = kept.at(-1).index;
  console.log(JSON.stringify({ before, after: heldMib(), last, isCallable: "gc" in globalThis }));
`;

test("what is needed no more is given back, and what is needed is there", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", PROGRAM]);
  const { before, after, last, isCallable } = JSON.parse(stdout) as Record<string, number | boolean>;
  expect(before).toBeGreaterThan(40);
  expect(after).toBeLessThan(20);
  expect({ last, isCallable }).toEqual({ last: 399_000, isCallable: false });
});
