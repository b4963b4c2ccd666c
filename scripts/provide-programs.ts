import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { findChromium } from "./find-chromium.ts";
import { findFirefox } from "./find-firefox.ts";
import { findStrace } from "./find-strace.ts";
import { findWebKit } from "./find-webkit.ts";

/** A program that tests run, and how a bare machine comes by it. */
interface Program {
  readonly name: string;
  readonly find: () => unknown;
  /** Debian's packages. */
  readonly packages: readonly string[];
  readonly elsewhere: string;
}

const chromium: Program = {
  name: "Chrome or Chromium",
  find: findChromium,
  packages: ["chromium", "fonts-liberation"],
  elsewhere: "macOS: brew install --cask google-chrome), or set UPTAKE_CHROMIUM to its path.",
};
const firefox: Program = {
  name: "Firefox",
  find: findFirefox,
  packages: ["firefox-esr"],
  elsewhere: "Ubuntu: firefox; macOS: brew install --cask firefox), or set UPTAKE_FIREFOX to its path.",
};
const webkit: Program = {
  name: "WebKitGTK with Xvfb and xdotool",
  find: findWebKit,
  packages: ["libwebkit2gtk-4.1-0", "xvfb", "xdotool"],
  elsewhere: "elsewhere the packages with MiniBrowser, Xvfb and xdotool), or set UPTAKE_WEBKIT to MiniBrowser's path.",
};

const isLinux = process.platform === "linux";

function run(command: string, words: readonly string[]): boolean {
  return spawnSync(command, words, { stdio: "inherit" }).status === 0;
}

const strace: Program = {
  name: "strace",
  find: findStrace,
  packages: ["strace"],
  elsewhere: "elsewhere likewise), or set UPTAKE_STRACE to its path.",
};

/**
 * Sees to it that the browsers of the tests are there: installs them where it may (root on Debian), and says what is
 * missing elsewhere.
 * @param all Firefox and WebKit as well, which only the slow tests drive. WebKit is Linux's alone.
 * @returns whether they are there.
 */
export function provideBrowsers(all: boolean): boolean {
  if (all && !isLinux) console.log("[test] WebKit is left out: its browser for tests runs on Linux only.");
  return provide(all ? [chromium, firefox, ...(isLinux ? [webkit] : [])] : [chromium]);
}

/** Likewise for strace, without which the tests that need it fail. It is Linux's alone. */
export function provideStrace(): void {
  if (isLinux) provide([strace]);
  else console.log("[test] What strace has to watch is left out: it runs on Linux only.");
}

function provide(needed: readonly Program[]): boolean {
  const missing = needed.filter(({ find }) => find() === null);
  if (missing.length === 0) return true;
  if (existsSync("/etc/debian_version") && process.getuid?.() === 0) {
    console.log(`[test] Missing: ${missing.map(({ name }) => name).join(", ")}. Installing Debian's packages …`);
    const packages = missing.flatMap((program) => program.packages);
    run("apt-get", ["update", "-qq"]);
    run("apt-get", ["install", "-qq", "-y", "--no-install-recommends", ...packages]);
  }
  const stillMissing = missing.filter(({ find }) => find() === null);
  for (const { name, packages, elsewhere } of stillMissing) {
    console.error(
      `[test] No ${name} found, and the tests need it. Install it (Debian: sudo apt-get install ${packages.join(" ")}; ${elsewhere}`,
    );
  }
  return stillMissing.length === 0;
}
