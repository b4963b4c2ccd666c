import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findFirefox } from "../../scripts/find-firefox.ts";
import { openJsonSocket } from "./json-socket.ts";
import { createPendingReplies } from "./pending-replies.ts";
import { signalGroup } from "./processes.ts";

/** Nothing that would change what a page sees, but for sound: it may play without a click. */
const preferences: Readonly<Record<string, boolean | number | string>> = {
  "media.autoplay.default": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "app.normandy.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
};

/** What the browser says unasked. */
export interface FirefoxEvent {
  readonly method: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- WebDriver BiDi: each method has its own.
  readonly params: any;
}

/** A running Firefox and WebDriver BiDi. */
export interface FirefoxProcess {
  /** Sends a command. Rejects when it fails or the browser has ended. */
  // oxlint-disable-next-line typescript/no-explicit-any -- WebDriver BiDi: each method has its own.
  send(method: string, params?: object): Promise<any>;
  /** @returns the function that ends it. */
  listen(listener: (event: FirefoxEvent) => void): () => void;
  /** Sends a signal to every process of the browser. */
  signal(name: NodeJS.Signals): void;
  /** Resolves when the browser has ended. */
  readonly ended: Promise<void>;
}

/** Starts Firefox headless with a profile. Its windows take the focus from each other as on a desktop. */
export async function startFirefox(profile: string): Promise<FirefoxProcess> {
  const path = findFirefox();
  if (path === null) throw new Error("[test] No Firefox found. Set UPTAKE_FIREFOX to its path.");
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`);
  await writeFile(join(profile, "user.js"), lines.join(""));
  const words = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"];
  const child = spawn(path, [...words, "--remote-allow-system-access", "about:blank"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: "1" },
    // A process group of its own, which signals reach as a whole.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once("exit", () => reject(new Error(`[test] Firefox ended at its start. It said:\n${output}`)));
  });
  const socket = await openJsonSocket(`${address}/session`);
  const replies = createPendingReplies("Firefox");
  let hasEnded = false;
  const end = () => {
    hasEnded = true;
    replies.rejectAll("the browser has ended");
  };
  void socket.closed.then(end);
  void ended.then(end);
  socket.listen(({ type, id, result, message }) => {
    if (type === "success") replies.resolve(id, result);
    if (type === "error") replies.reject(id, message);
  });
  const send = (method: string, params: object = {}) =>
    replies.ask(method, (id) =>
      hasEnded ? replies.reject(id, "the browser has ended") : socket.send({ id, method, params }),
    );
  await send("session.new", { capabilities: {} });

  return {
    send,
    listen: (listener) => socket.listen((message) => message.type === "event" && listener(message)),
    signal: (name) => signalGroup(child.pid, name),
    ended,
  };
}
