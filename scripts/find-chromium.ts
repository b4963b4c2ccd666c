import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge"];
const places = [
  "/usr/bin",
  "/usr/local/bin",
  "/snap/bin",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
  "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
  "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return !path.endsWith("bin");
  } catch {
    return false;
  }
}

/**
 * Where Chrome or Chromium is: `UPTAKE_CHROMIUM`, then the search path, then the usual places.
 * @returns null where there is none.
 * @throws when `UPTAKE_CHROMIUM` names something that can't be run.
 */
export function findChromium(): string | null {
  const chosen = process.env["UPTAKE_CHROMIUM"];
  if (chosen !== undefined) {
    if (isExecutable(chosen)) return chosen;
    throw new Error(`[test] UPTAKE_CHROMIUM is ${chosen}, which can't be run. Name a Chrome or Chromium, or unset it.`);
  }
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...places];
  const candidates = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...places];
  return candidates.find(isExecutable) ?? null;
}
