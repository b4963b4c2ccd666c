import { findProgram } from "./find-program.ts";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge"];
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
  "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
  "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
];

/**
 * Where Chrome or Chromium is: `UPTAKE_CHROMIUM`, then the search path, then the usual places.
 * @returns null where there is none.
 * @throws when `UPTAKE_CHROMIUM` names something that can't be run.
 */
export function findChromium(): string | null {
  return findProgram("UPTAKE_CHROMIUM", names, places);
}
