import { chromium, type Browser } from "playwright-core";
import { findChromium } from "../../scripts/find-chromium.ts";

const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts a headless Chromium with an empty profile. Close it when done. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) {
    throw new Error("[test] No Chrome or Chromium found. Install one, or set UPTAKE_CHROMIUM to its path.");
  }
  return chromium.launch({ executablePath, headless: true, chromiumSandbox: false, args: flags });
}
