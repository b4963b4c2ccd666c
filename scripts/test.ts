import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { provideBrowsers } from "./provide-browsers.ts";

/**
 * Runs the unit, dom and browser tests; `--all` adds the slow ones. Other arguments go to Vitest, for instance a part of
 * a file's name; without any the types are compiled first, since some tests are about types and pass at run time whatever
 * they say. Installs the browsers where it may (root on Debian), and closes with the line `N passed, N failed`.
 */

/** What Node made of the sources, types stripped, is kept: tests start hundreds of threads and processes from them. */
const env = { ...process.env, NODE_COMPILE_CACHE: resolve("node_modules/.cache/compiled") };

function run(command: string, words: readonly string[]): boolean {
  return spawnSync(command, words, { stdio: "inherit", env }).status === 0;
}

const words = process.argv.slice(2);
const all = words.includes("--all");
const projects = ["unit", "dom", "browser", ...(all ? ["slow"] : [])].flatMap((project) => ["--project", project]);

const filters = words.filter((word) => word !== "--all");
if (filters.length === 0 && !run(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-b"])) {
  console.error("[test] The types don't hold: see the errors above.\n\n0 passed, 1 failed");
  process.exit(1);
}
if (!provideBrowsers(all)) process.exit(1);
const folder = mkdtempSync(join(tmpdir(), "uptake-test-"));
const report = join(folder, "report.json");
const passed = run(process.execPath, [
  resolve("node_modules/vitest/vitest.mjs"),
  "run",
  ...projects,
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
  ...filters,
]);

if (existsSync(report)) {
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, "utf8")) as {
    numPassedTests: number;
    numFailedTests: number;
    numFailedTestSuites: number;
  };
  // A file that can't be loaded has no tests of its own to fail.
  const failed = passed ? 0 : Math.max(numFailedTests, numFailedTestSuites, 1);
  console.log(`\n${numPassedTests} passed, ${failed} failed`);
} else {
  console.log("\n0 passed, 1 failed");
}
rmSync(folder, { recursive: true });
process.exit(passed ? 0 : 1);
