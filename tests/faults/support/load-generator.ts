import { setTimeout as wait } from "node:timers/promises";
import type { Random } from "../../../packages/collector/src/demo/random.ts";
import { type CollectOutcome, sendWriters } from "./collect-request.ts";
import type { CollectorPlace } from "./collector-place.ts";
import { createHttpClient } from "./http-client.ts";
import type { Manifest } from "./manifest.ts";
import { createGrowingWriter, type GrowingWriter } from "./workload.ts";

/** One request of a load, and what became of it. */
export interface SentRequest {
  /** `performance.now()` before it left. */
  readonly sentAt: number;
  /** `performance.now()` when its outcome was known. */
  readonly endedAt: number;
  readonly outcome: CollectOutcome;
}

/** Many trackers that send at once. */
export interface Load {
  /** What became of the requests so far. */
  requests(): readonly SentRequest[];
  /** Sends no more and waits for what is under way. */
  stop(): Promise<readonly SentRequest[]>;
  /**
   * As pages do that are opened again: each writer sends everything it has counted, until it is acknowledged.
   * @throws when that never happens.
   */
  resend(): Promise<void>;
}

export interface LoadOptions {
  readonly place: CollectorPlace;
  readonly manifest: Manifest;
  readonly random: Random;
  readonly connections: number;
  /** Unlike that of any other load on the same place. */
  readonly name: string;
}

/** After a request that failed; much less than a tracker waits. */
const PAUSE_MS = 20;
const MAX_RESENDS = 500;

/** Starts a load: on each connection a writer sends one request after the other. */
export function startLoad({ place, manifest, random, connections, name }: LoadOptions): Load {
  const client = createHttpClient(place.address, connections);
  const writers = Array.from({ length: connections }, (_, index) => createGrowingWriter(`${name}-${index}`, random));
  const requests: SentRequest[] = [];
  const stop = new AbortController();
  const loops = writers.map(async (writer) => {
    while (!stop.signal.aborted) {
      const sentAt = performance.now();
      const outcome = await sendWriters(client, place, manifest, [writer.next()]);
      requests.push({ sentAt, endedAt: performance.now(), outcome });
      if (outcome.kind !== "acknowledged") await wait(PAUSE_MS);
    }
  });
  return {
    requests: () => requests,
    async stop() {
      stop.abort();
      await Promise.all(loops);
      client.close();
      return requests;
    },
    async resend() {
      const again = createHttpClient(place.address, connections);
      const untilAcknowledged = async (writer: GrowingWriter): Promise<void> => {
        let outcome = await sendWriters(again, place, manifest, [writer.whole()]);
        for (let tries = 1; tries < MAX_RESENDS && outcome.kind !== "acknowledged"; tries++) {
          await wait(PAUSE_MS);
          outcome = await sendWriters(again, place, manifest, [writer.whole()]);
        }
        if (outcome.kind !== "acknowledged") throw new Error(`Never acknowledged: ${JSON.stringify(outcome)}`);
      };
      await Promise.all(writers.map(untilAcknowledged));
      again.close();
    },
  };
}

/** How many requests ended in each way. */
export function countOutcomes(
  requests: readonly SentRequest[],
): Readonly<Partial<Record<CollectOutcome["kind"], number>>> {
  const counts: Partial<Record<CollectOutcome["kind"], number>> = {};
  for (const { outcome } of requests) counts[outcome.kind] = (counts[outcome.kind] ?? 0) + 1;
  return counts;
}
