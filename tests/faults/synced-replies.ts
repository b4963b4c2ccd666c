import { createReadStream } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { createRandom } from "../../packages/collector/src/demo/random.ts";
import { sendWriters } from "./support/collect-request.ts";
import { makeCollectorPlace } from "./support/collector-place.ts";
import { createHttpClient } from "./support/http-client.ts";
import { createManifest } from "./support/manifest.ts";
import { WITHOUT_SYNC } from "./support/preloads.ts";
import type { Scale, SYNCED_REPLIES } from "./support/scale.ts";
import { HAS_STRACE, requireStrace } from "./support/strace.ts";
import { judgeTrace, TRACED_CALLS, TRACED_TEXT_BYTES, type TraceVerdict } from "./support/sync-trace.ts";
import { createGrowingWriter, DEFINITIONS } from "./support/workload.ts";

const MARKER = /traced-\d+-/;
const TIMEOUT_MS = 5 * 60_000;

/** Watches the collector's system calls: SIGKILL can't tell whether a commit was synced, since the system keeps the pages. */
export function testSyncedReplies({ requests, connections }: Scale<typeof SYNCED_REPLIES>): void {
  const count = (verdicts: readonly TraceVerdict[], verdict: TraceVerdict): number =>
    verdicts.filter((one) => one === verdict).length;

  test.runIf(HAS_STRACE)(
    "no reply 200 leaves before the sync of the WAL that holds its cells",
    { timeout: TIMEOUT_MS },
    async () => {
      const verdicts = await traceRequests(requests, connections, {});
      expect(verdicts.filter((verdict) => verdict !== "synced")).toEqual([]);
      expect(verdicts).toHaveLength(requests);
    },
  );

  test.runIf(HAS_STRACE)(
    "a collector that doesn't sync is found out by the same trace",
    { timeout: TIMEOUT_MS },
    async () => {
      const verdicts = await traceRequests(requests, connections, WITHOUT_SYNC);
      expect(count(verdicts, "not synced")).toBe(requests);
    },
  );
}

/** Runs a collector under strace and sends marked requests. @returns what the trace says of those that were answered. */
async function traceRequests(
  requests: number,
  connections: number,
  environment: NodeJS.Dict<string>,
): Promise<readonly TraceVerdict[]> {
  const strace = requireStrace();
  const place = await makeCollectorPlace(DEFINITIONS);
  onTestFinished(() => place.remove());
  const trace = join(dirname(place.storePath), "trace.txt");
  const options = ["-D", "-f", "-y", "-s", String(TRACED_TEXT_BYTES), "-e", `trace=${TRACED_CALLS}`, "-o", trace];
  const collector = await place.start({ under: [strace, ...options], environment });

  const client = createHttpClient(place.address, connections);
  const random = createRandom("traced");
  const manifest = createManifest();
  // Each request has a writer and a member of its own, so that both names are new rows beside its cells.
  const writers = Array.from({ length: requests }, (_, index) => createGrowingWriter(`traced-${index}-`, random));
  const sendNext = async (): Promise<void> => {
    for (let writer = writers.pop(); writer !== undefined; writer = writers.pop()) {
      expect(await sendWriters(client, place, manifest, [writer.next()])).toEqual({ kind: "acknowledged" });
    }
  };
  await Promise.all(Array.from({ length: connections }, sendNext));
  client.close();
  expect(await collector.end("SIGKILL")).toEqual({ signal: "SIGKILL" });

  const lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(trace, "latin1") })) lines.push(line);
  return [...judgeTrace(lines, MARKER).values()];
}
