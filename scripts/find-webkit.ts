import { globSync } from "node:fs";
import { findProgram } from "./find-program.ts";

/** A browser on WebKit, and the display on which it can be seen and touched. */
export interface WebKitPrograms {
  /** The browser that comes with WebKitGTK. */
  readonly miniBrowser: string;
  /** An X server without a screen. */
  readonly xvfb: string;
  /** Moves the mouse and presses keys. */
  readonly xdotool: string;
}

/**
 * Where WebKitGTK's MiniBrowser is, `UPTAKE_WEBKIT` before the usual places, and what it is driven with.
 * @returns null where something is missing. There is none outside of Linux.
 * @throws when `UPTAKE_WEBKIT` names something that can't be run.
 */
export function findWebKit(): WebKitPrograms | null {
  const places = globSync("/usr/{lib,lib64,libexec,lib/*}/webkit2gtk-4.{1,0}/MiniBrowser");
  const miniBrowser = findProgram("UPTAKE_WEBKIT", [], places);
  const xvfb = findProgram("UPTAKE_XVFB", ["Xvfb"], []);
  const xdotool = findProgram("UPTAKE_XDOTOOL", ["xdotool"], []);
  return miniBrowser && xvfb && xdotool ? { miniBrowser, xvfb, xdotool } : null;
}
