import { connect, type Socket } from "node:net";
import { CELLS_PER_REQUEST, requestBytes } from "./workload.ts";

/**
 * Sends the workload over keep-alive connections, each with one request under way. Own code instead of a library: it
 * shares two cores with what it measures, so the requests are made beforehand and replies are hardly looked at.
 */

export interface LoadOptions {
  readonly port: number;
  readonly path: string;
  readonly connections: number;
  /** Not measured: files and code get warm. */
  readonly warmUpMs: number;
  readonly durationMs: number;
  /** Number of the first request: another load continues with new writers. */
  readonly firstRequest: number;
  /** Most requests a second; absent: as many as are answered. */
  readonly requestsPerSecond?: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly cells: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Replies other than 200, by status. */
  readonly refused: Readonly<Record<string, number>>;
  readonly nextRequest: number;
}

/** Requests that are made before the first is sent; more are made when these are used up. */
const PREPARED = 100_000;

/**
 * Runs the load.
 * @param onPhase told when the measured part begins and ends.
 */
export async function generateLoad(
  options: LoadOptions,
  onPhase: (phase: "begins" | "ends") => void,
): Promise<LoadResult> {
  const { port, path, warmUpMs, durationMs, firstRequest, requestsPerSecond } = options;
  const nowMs = Date.now();
  const target = { host: `127.0.0.1:${port}`, path };
  const expected = ((requestsPerSecond ?? 12_000) * (warmUpMs + durationMs)) / 1000;
  const prepared = Array.from({ length: Math.min(PREPARED, Math.ceil(expected)) }, (_, index) =>
    requestBytes(firstRequest + index, nowMs, target),
  );
  const latenciesMs: number[] = [];
  const refused: Record<string, number> = {};
  let sent = 0;
  let isMeasuring = false;
  let isOver = false;
  const startMs = performance.now();

  const nextBytes = (): Buffer => {
    const index = sent++;
    return prepared[index] ?? requestBytes(firstRequest + index, nowMs, target);
  };
  const connection = (): Promise<void> =>
    new Promise((done, refuse) => {
      const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
      let sentAtMs = 0;
      let received = "";
      const send = (): void => {
        if (isOver) {
          socket.end();
          return;
        }
        const dueMs = requestsPerSecond === undefined ? 0 : startMs + (sent / requestsPerSecond) * 1000;
        const waitMs = dueMs - performance.now();
        if (waitMs > 1) {
          setTimeout(send, waitMs);
          return;
        }
        sentAtMs = performance.now();
        socket.write(nextBytes());
      };
      socket.on("data", (chunk) => {
        received += chunk.toString("latin1");
        const headEnd = received.indexOf("\r\n\r\n");
        if (headEnd < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
        if (received.length < headEnd + 4 + length) return;
        if (isMeasuring) latenciesMs.push(performance.now() - sentAtMs);
        const status = received.slice(9, 12);
        if (status !== "200" || !received.endsWith('"rejected":[]}')) refused[status] = (refused[status] ?? 0) + 1;
        received = "";
        send();
      });
      socket.once("connect", send);
      socket.once("error", refuse);
      socket.once("close", () => done());
    });

  const connections = Array.from({ length: options.connections }, connection);
  await pause(warmUpMs);
  isMeasuring = true;
  onPhase("begins");
  const beganMs = performance.now();
  await pause(durationMs);
  isMeasuring = false;
  const seconds = (performance.now() - beganMs) / 1000;
  onPhase("ends");
  isOver = true;
  await Promise.all(connections);
  latenciesMs.sort((one, other) => one - other);
  const quantile = (share: number): number => latenciesMs[Math.floor(latenciesMs.length * share)] ?? Number.NaN;
  return {
    requests: latenciesMs.length,
    cells: latenciesMs.length * CELLS_PER_REQUEST,
    seconds,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    refused,
    nextRequest: firstRequest + sent,
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
