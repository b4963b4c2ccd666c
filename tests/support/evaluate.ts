import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import type { Tracker, TrackerOptions } from "../../packages/tracker/src/api.ts";
import { settingsOf } from "../../packages/tracker/src/create-tracker.ts";
import type * as trackerModule from "../../packages/tracker/src/tracker.ts";
import type { FakePage } from "./fake-page.ts";

const codes = new Map<string, string>();

/** Source files of the tracker with all that they import, as one script whose exports are in `module`. */
function codeOf(files: readonly string[]): string {
  const contents = files.map((file) => `export * from "./${file}";`).join("\n");
  const known = codes.get(contents);
  if (known !== undefined) return known;
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: fileURLToPath(new URL("../../packages/tracker/src", import.meta.url)) },
    bundle: true,
    format: "iife",
    globalName: "module",
    write: false,
  });
  const code = outputFiles[0]?.text ?? "";
  codes.set(contents, code);
  return code;
}

/**
 * Runs source files of the tracker as a page does, with the page's globals for its own: each page gets another instance,
 * whose state is its own.
 */
export function evaluate<Module>(files: readonly string[], { globals }: Pick<FakePage, "globals">): Module {
  // oxlint-disable-next-line no-implied-eval -- That is how a page runs a script.
  const run = new Function(...Object.keys(globals), `${codeOf(files)}\nreturn module;`) as (
    ...all: unknown[]
  ) => Module;
  return run(...Object.values(globals));
}

/** The tracker of a page, when it has begun to listen, without the parts that are loaded on demand. */
export function createTrackerIn(page: Pick<FakePage, "globals" | "nextTask">, options: TrackerOptions): Tracker {
  const { createTrackerWith } = evaluate<typeof trackerModule>(["tracker.ts"], page);
  const tracker = createTrackerWith(
    () => Promise.reject(new Error("not here")),
    options.definitions,
    () => settingsOf(options),
  );
  page.nextTask();
  return tracker;
}
