import { buildBundles } from "../../scripts/build.ts";

/**
 * Vitest's global set-up of the tests in browsers: they run what is shipped, so it is built first. Each of their projects
 * comes here; the first one builds for all.
 */
export default async function setup(): Promise<void> {
  if (process.env["UPTAKE_SKIP_BUILD"] === "1") return;
  await buildBundles();
  process.env["UPTAKE_SKIP_BUILD"] = "1";
}
