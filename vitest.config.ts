import { resolve as resolvePath } from "node:path";
import { defineConfig } from "vitest/config";

/**
 * Run the workspace's packages from source, without building them first. `import` and `default` hold by themselves; named
 * here, Vitest would pass them on to Node, which then gives ES modules to whoever calls `require`.
 */
const sourceCondition = "uptake-source";
const resolve = { conditions: [sourceCondition, "module"] };
const ssr = { resolve: { conditions: [sourceCondition, "node", "module"] } };
const oxc = { jsx: { runtime: "automatic" as const, importSource: "preact" } };

/**
 * What Node made of the sources, types stripped, is kept: tests start hundreds of threads and processes from them. Without
 * it each loads a stripper of WebAssembly, and V8 in Node 24 may abort ("jit_page.has_value()") when threads with
 * WebAssembly come and go that fast.
 */
process.env["NODE_COMPILE_CACHE"] ??= resolvePath("node_modules/.cache/compiled");

const sources = ["packages/*/src", "examples/*/src", "tests", "scripts"];
const notUnit = ["**/*.dom.test.*", "**/*.browser.test.*", "**/*.slow.test.*"];
const never = ["**/node_modules/**", "**/dist/**"];

export default defineConfig({
  test: {
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
          pool: "forks",
          // Vitest leaves a core free by default: on a small machine that is half of it.
          maxWorkers: "100%",
          sequence: { groupOrder: 0 },
          testTimeout: 20_000,
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
          // Node drives a real Chromium: tabs, crashes, IndexedDB, keepalive and the back/forward cache are the browser's own.
          name: "browser",
          environment: "node",
          include: sources.map((folder) => `${folder}/**/*.browser.test.ts`),
          exclude: never,
          globalSetup: ["tests/support/build-bundles.ts"],
          execArgv: [`--conditions=${sourceCondition}`],
          pool: "forks",
          // They measure seconds: one after the other, when nothing else runs.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          // A shared machine may stall a browser for seconds, and these tests measure seconds.
          retry: process.env["CI"] === undefined ? 0 : 1,
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: "slow",
          environment: "node",
          include: sources.map((folder) => `${folder}/**/*.slow.test.ts`),
          exclude: never,
          globalSetup: ["tests/support/build-bundles.ts"],
          execArgv: [`--conditions=${sourceCondition}`],
          pool: "forks",
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 600_000,
          hookTimeout: 90_000,
        },
      },
    ],
  },
});
