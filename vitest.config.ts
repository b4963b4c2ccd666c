import { resolve as resolvePath } from "node:path";
import { defineConfig } from "vitest/config";
import { makeMemoryFolder } from "./tests/support/memory-folder.ts";
import { SlowFirst } from "./tests/support/slow-first.ts";

/**
 * Run the workspace's packages from source, without building them first. `import` and `default` hold by themselves; named
 * here, Vitest would pass them on to Node, which then gives ES modules to whoever calls `require`.
 */
const sourceCondition = "uptake-source";
/** See `tests/support/bundle-threads.ts`. */
const bundledThreads = [
  { find: /^.*\/start-worker\.ts$/, replacement: resolvePath("tests/support/start-bundled-worker.ts") },
];
const resolve = { conditions: [sourceCondition, "module"], alias: bundledThreads };
const ssr = { resolve: { conditions: [sourceCondition, "node", "module"] } };
const oxc = { jsx: { runtime: "automatic" as const, importSource: "preact" } };

/**
 * What Node made of the sources, types stripped, is kept: tests start hundreds of threads and processes from them. Without
 * it each loads a stripper of WebAssembly, and V8 in Node 24 may abort ("jit_page.has_value()") when threads with
 * WebAssembly come and go that fast.
 */
process.env["NODE_COMPILE_CACHE"] ??= resolvePath("node_modules/.cache/compiled");

/** Where tests put files, and browsers their profiles, for as long as they run. */
const inMemory = makeMemoryFolder();
const temporaryFiles = inMemory === null ? {} : { TMPDIR: inMemory };

const sources = ["packages/*/src", "examples/*/src", "tests", "scripts"];
const notUnit = ["**/*.dom.test.*", "**/*.browser.test.*", "**/*.timed.test.*", "**/*.slow.test.*"];
const never = ["**/node_modules/**", "**/dist/**"];

/** Node drives a real Chromium: tabs, crashes, IndexedDB, keepalive and the back/forward cache are the browser's own. */
const inBrowser = {
  environment: "node",
  exclude: never,
  globalSetup: ["tests/support/build-bundles.ts", "tests/support/bundle-threads.ts"],
  execArgv: [`--conditions=${sourceCondition}`],
  pool: "forks" as const,
  // A shared machine may stall a browser for seconds.
  expect: { poll: { timeout: 10_000 } },
  testTimeout: 90_000,
  hookTimeout: 90_000,
};
/** Once more where it may have been stalled for longer than that. */
const retry = process.env["CI"] === undefined ? 0 : 1;

export default defineConfig({
  test: {
    sequence: { sequencer: SlowFirst },
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: "unit",
          environment: "node",
          include: sources.map((folder) => `${folder}/**/*.test.ts`),
          exclude: [...never, ...notUnit],
          execArgv: [`--conditions=${sourceCondition}`],
          env: temporaryFiles,
          globalSetup: ["tests/support/bundle-threads.ts"],
          pool: "forks",
          // One process a core for all files: to read the sources anew for each takes as long as most of its tests. So no module
          // may remember anything that another file's tests would notice.
          isolate: false,
          // Vitest leaves a core free by default: on a small machine that is half of it.
          maxWorkers: "100%",
          sequence: { groupOrder: 0 },
          // Patience with a machine that does other things: what hangs hangs for longer.
          testTimeout: 40_000,
          hookTimeout: 30_000,
        },
      },
      {
        resolve,
        oxc,
        test: {
          name: "dom",
          environment: "happy-dom",
          include: sources.flatMap((folder) => [`${folder}/**/*.dom.test.ts`, `${folder}/**/*.dom.test.tsx`]),
          exclude: never,
          maxWorkers: "100%",
          sequence: { groupOrder: 0 },
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...inBrowser,
          // What holds on a machine of any speed. Still one by one: two browsers on two cores take longer than one after the other.
          name: "browser",
          include: sources.map((folder) => `${folder}/**/*.browser.test.ts`),
          env: temporaryFiles,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          retry,
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...inBrowser,
          // They wait for seconds to pass and hold what was measured against a clock: when nothing else runs. Nearly all of it
          // is waiting, so two at a time leave each other enough of two cores.
          name: "timed",
          include: sources.map((folder) => `${folder}/**/*.timed.test.ts`),
          env: temporaryFiles,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          retry,
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...inBrowser,
          name: "slow",
          include: sources.map((folder) => `${folder}/**/*.slow.test.ts`),
          fileParallelism: false,
          sequence: { groupOrder: 3 },
          testTimeout: 600_000,
        },
      },
    ],
  },
});
