import { spawn, type ChildProcess } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { findChromium } from "../../scripts/find-chromium.ts";

/**
 * Nothing that would change what a page sees: drivers switch the back/forward cache and the throttling of what is in the
 * back off, and pretend that every page is visible and focused.
 */
const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--no-default-browser-check",
  "--hide-crash-restore-bubble",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--password-store=basic",
  "--use-mock-keychain",
  "--mute-audio",
  "--autoplay-policy=no-user-gesture-required",
  "--remote-debugging-pipe",
  "--enable-unsafe-extension-debugging",
];

/** How long an answer may take. */
const patienceMs = 30_000;

/** What the browser says unasked. */
export interface ChromiumEvent {
  readonly method: string;
  readonly sessionId?: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- The DevTools protocol: each method has its own.
  readonly params: any;
}

/** One that waits for its answer. */
interface Command {
  readonly sessionId: string | undefined;
  readonly resolve: (value: unknown) => void;
  readonly fail: (why: string) => void;
}

/** A running Chromium and its DevTools protocol, over a pipe. */
export interface ChromiumProcess {
  /** Sends a command, to the browser or to the target of a session. Rejects when it fails or the browser has ended. */
  // oxlint-disable-next-line typescript/no-explicit-any -- The DevTools protocol: each method has its own.
  send(method: string, params?: object, sessionId?: string): Promise<any>;
  /** @returns the function that ends it. */
  listen(listener: (event: ChromiumEvent) => void): () => void;
  /** Sends a signal to every process of the browser. */
  signal(name: NodeJS.Signals): void;
  /** Resolves when the browser has ended. */
  readonly ended: Promise<void>;
}

/** Starts Chromium, or Chrome, headless with a profile. */
export function startChromium(profile: string): ChromiumProcess {
  const path = findChromium();
  if (path === null) throw new Error("[test] No Chrome or Chromium found. Set UPTAKE_CHROMIUM to its path.");
  const child: ChildProcess = spawn(path, [...flags, `--user-data-dir=${profile}`, "about:blank"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    // A process group of its own, which signals reach as a whole.
    detached: true,
  });
  const input = child.stdio[3] as Writable;
  const output = child.stdio[4] as Readable;
  const waiting = new Map<number, Command>();
  const listeners = new Set<(event: ChromiumEvent) => void>();
  let lastId = 0;
  let rest = "";

  const failAll = (why: string, areMeant: (command: Command) => boolean) => {
    for (const [id, command] of waiting) {
      if (!areMeant(command)) continue;
      waiting.delete(id);
      command.fail(why);
    }
  };
  const take = (message: string) => {
    const { id, result, error, ...event } = JSON.parse(message);
    if (id === undefined) {
      for (const listener of Array.from(listeners)) listener(event);
      // What a session was asked before it ended is never answered.
      if (event.method === "Target.detachedFromTarget") {
        failAll("the page is gone", ({ sessionId }) => sessionId === event.params.sessionId);
      }
    } else {
      if (error) waiting.get(id)?.fail(error.message);
      else waiting.get(id)?.resolve(result);
      waiting.delete(id);
    }
  };
  output.setEncoding("utf8").on("data", (chunk: string) => {
    const messages = (rest + chunk).split("\0");
    rest = messages.pop() ?? "";
    messages.forEach(take);
  });
  // A browser that was killed reads no more.
  input.on("error", () => {});
  const ended = new Promise<void>((resolve) =>
    child.once("exit", () => {
      failAll("the browser has ended", () => true);
      resolve();
    }),
  );

  return {
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        const fail = (why: string) => reject(new Error(`[test] Chromium, ${method}: ${why}.`));
        if (child.exitCode !== null || child.signalCode !== null) return fail("the browser has ended");
        const id = (lastId += 1);
        waiting.set(id, { sessionId, resolve, fail });
        setTimeout(() => waiting.delete(id) && fail("no answer"), patienceMs).unref();
        input.write(`${JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) })}\0`);
      }),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    signal(name) {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, name);
      } catch {
        // It has ended.
      }
    },
    ended,
  };
}
