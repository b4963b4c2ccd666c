import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { provideBrowsers, provideStrace } from "./provide-programs.ts";

/**
 * Runs the unit, dom, browser and timed tests; `--all` adds the slow ones; `--faults` runs those of faults alone, in both forms.
 * Other arguments go to Vitest, for instance a part of a file's name; without any the types are compiled first, since some
 * tests are about types and pass at run time whatever they say. Installs the browsers and strace where it may (root on
 * Debian), and closes with the line `N passed, N failed`.
 */

function run(command: string, words: readonly string[]): boolean {
  return spawnSync(command, words, { stdio: "inherit" }).status === 0;
}

const words = process.argv.slice(2);
const all = words.includes("--all");
const onlyFaults = words.includes("--faults");
const chosen = onlyFaults ? ["unit", "slow"] : ["unit", "dom", "browser", "timed", ...(all ? ["slow"] : [])];
const projects = chosen.flatMap((project) => ["--project", project]);

const others = words.filter((word) => word !== "--all" && word !== "--faults");
const filters = onlyFaults && others.length === 0 ? ["tests/faults/"] : others;
if (filters.length === 0 && !run(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-b"])) {
  console.error("[test] The types don't hold: see the errors above.\n\n0 passed, 1 failed");
  process.exit(1);
}
provideStrace();
if (onlyFaults) process.env["UPTAKE_SKIP_BUILD"] = "1";
else if (!provideBrowsers(all)) process.exit(1);
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
