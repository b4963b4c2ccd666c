import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

/** Looks at each package as npm would publish it: publint for its manifest, attw for its types. Needs `npm run build` first. */
const packages = ["tracker", "widget", "collector"];
let failed = false;

for (const name of packages) {
  const folder = resolve("packages", name);
  const checks = [
    ["node_modules/publint/src/cli.js", folder, "--strict"],
    ["node_modules/@arethetypeswrong/cli/dist/index.js", "--pack", folder, "--profile", "esm-only"],
  ];
  for (const words of checks) {
    const { status } = spawnSync(process.execPath, words, { stdio: "inherit" });
    failed ||= status !== 0;
  }
}
process.exit(failed ? 1 : 0);
