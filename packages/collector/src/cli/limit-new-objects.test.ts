import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const LIMIT = fileURLToPath(new URL("limit-new-objects.ts", import.meta.url));

/** What both threads run: makes objects that live on for a while, until there is room for so many new ones, or enough are made. */
const SHARED = `
  import { getHeapSpaceStatistics } from "node:v8";
  import { parentPort, Worker } from "node:worker_threads";

  const sizeMib = () => getHeapSpaceStatistics().find((space) => space.space_name === "new_space").space_size / 2 ** 20;
  const make = (objects, untilMib) => {
    const kept = [];
    for (let made = 0; made < objects && sizeMib() < untilMib; made += 1_000) {
      for (let index = 0; index < 1_000; index++) kept[(made + index) % 200_000] = { made, list: [made, index] };
    }
  };
`;
const THREAD = `${SHARED} make(3_000_000, Infinity); parentPort.postMessage(sizeMib());`;
const PROGRAM = `
  ${SHARED}
  import { limitNewObjects } from ${JSON.stringify(LIMIT)};

  make(Infinity, 8);
  limitNewObjects();
  const beforeMib = sizeMib();
  make(3_000_000, Infinity);
  const grownMib = sizeMib() - beforeMib;
  new Worker(${JSON.stringify(THREAD)}, { eval: true }).once("message", (threadMib) =>
    console.log(JSON.stringify({ grownMib, threadMib })),
  );
`;

test("a thread with enough room for new objects gets no more, and others start with as much", async () => {
  const words = ["--input-type=module", "--eval", PROGRAM];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  expect(JSON.parse(stdout)).toEqual({ grownMib: 0, threadMib: 8 });
});
