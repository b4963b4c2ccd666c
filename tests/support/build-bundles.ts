import { buildBundles } from "../../scripts/build.ts";

/** Vitest's global set-up of the browser tests: they run what is shipped, so it is built first. */
export default async function setup(): Promise<void> {
  if (process.env["UPTAKE_SKIP_BUILD"] !== "1") await buildBundles();
}
