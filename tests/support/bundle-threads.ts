import { build, type Plugin } from "esbuild";
import { resolve } from "node:path";
import { THREAD_FOLDER } from "./start-bundled-worker.ts";

const COLLECTOR = resolve("packages/collector/src");

/** See `reused-thread.ts`. */
const reused: Plugin = {
  name: "reused-threads",
  setup({ onResolve }) {
    onResolve({ filter: /\/run-thread\.ts$/ }, () => ({ path: resolve("tests/support/run-reused-thread.ts") }));
  },
};

/**
 * Vitest's global set-up of the tests that open a store: each thread of the collector as one file. A thread that reads some
 * hundred files of source takes most of what a test costs, and there are thousands of tests. Processes that tests start run
 * the source itself.
 */
export default async function setup(): Promise<void> {
  await build({
    entryPoints: ["store/sqlite/writer-thread", "store/sqlite/reader-thread", "store/sqlite/checker-thread"]
      .concat("reports/report-thread", "kept/keeper-thread", "kept/keeper-help-thread", "kept/segment-thread")
      .map((name) => `${COLLECTOR}/${name}.ts`),
    entryNames: "[name]",
    outdir: THREAD_FOLDER,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    conditions: ["uptake-source"],
    plugins: [reused],
    logLevel: "error",
  });
}
