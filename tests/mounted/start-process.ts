import { spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { BARE_ENVIRONMENT } from "../support/bare-environment.ts";

/** A server in a process of its own. */
export interface ServerProcess {
  stop(): Promise<void>;
}

const PATIENCE_MS = 60_000;
const POLL_MS = 100;
const GRACE_MS = 5_000;

/**
 * Starts Node with these words, and waits until `address` answers.
 * @throws Error with what the process said, when it ends or stays silent.
 */
export async function startProcess(
  words: readonly string[],
  { environment, folder, address }: { environment: NodeJS.Dict<string>; folder: string; address: string },
): Promise<ServerProcess> {
  // A group of its own: servers for developers start others.
  const child = spawn(process.execPath, words, {
    cwd: folder,
    env: { ...BARE_ENVIRONMENT, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += String(chunk)));
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const end = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // It has ended already.
    }
  };
  const stop = async (): Promise<void> => {
    end("SIGTERM");
    await Promise.race([ended, wait(GRACE_MS)]);
    end("SIGKILL");
    await ended;
  };
  const deadlineMs = Date.now() + PATIENCE_MS;
  while (child.exitCode === null && Date.now() < deadlineMs) {
    const isUp = await fetch(address).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return { stop };
    await wait(POLL_MS);
  }
  await stop();
  throw new Error(`No answer from ${address}. The server said:\n${said.slice(-4_000)}`);
}
