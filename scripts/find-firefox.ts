import { findProgram } from "./find-program.ts";

const names = ["firefox-esr", "firefox"];
const places = ["/Applications/Firefox.app/Contents/MacOS/firefox", "C:/Program Files/Mozilla Firefox/firefox.exe"];

/**
 * Where Firefox is: `UPTAKE_FIREFOX`, then the search path, then the usual places.
 * @returns null where there is none.
 * @throws when `UPTAKE_FIREFOX` names something that can't be run.
 */
export function findFirefox(): string | null {
  return findProgram("UPTAKE_FIREFOX", names, places);
}
