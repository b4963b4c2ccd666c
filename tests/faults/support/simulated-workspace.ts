import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPublicKey } from "../../../packages/collector/src/auth/keys.ts";
import { createCollector, type Collector } from "../../../packages/collector/src/collector.ts";
import type { Facts } from "../../../packages/collector/src/store/facts.ts";
import { createSqliteStore } from "../../../packages/collector/src/store/sqlite/create-sqlite-store.ts";
import type { CollectReply, WriterState } from "../../../packages/tracker/src/protocol/index.ts";
import { DEFINITIONS } from "./workload.ts";

/** A collector in this process, on a real file, whose clock is a number. */
export interface SimulatedWorkspace {
  readonly clock: { nowMs: number };
  /** Of the collector that runs now. */
  facts(): Facts;
  timeZone(): string;
  /** Posts a writer as a tracker does. @throws when the collector answers anything but 200. */
  collect(writer: WriterState): Promise<CollectReply>;
  /** Stops the collector and starts another on the same file. @param timeZone of its days from now on. */
  restart(timeZone?: string): Promise<void>;
  remove(): Promise<void>;
}

/** Makes a fresh one and starts its first collector. */
export async function startSimulatedWorkspace(nowMs: number, firstTimeZone: string): Promise<SimulatedWorkspace> {
  const folder = mkdtempSync(join(tmpdir(), "uptake-life-"));
  const clock = { nowMs };
  const now = (): number => clock.nowMs;
  const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
  const { key, record } = createPublicKey([], random, nowMs);
  const open = async (timeZone: string): Promise<{ facts: Facts; collector: Collector; timeZone: string }> => {
    const store = await createSqliteStore({ path: join(folder, "uptake.db"), timeZone, now });
    if ((await store.records.keys()).length === 0) await store.records.createKey(record);
    // What jobs do by the real time, the test does by its own.
    while ((await store.upkeep.timeZoneStep()) === "more");
    const collector = createCollector({ store, now, random, definitions: DEFINITIONS, jobs: false });
    return { facts: store.facts, collector, timeZone };
  };
  let running = await open(firstTimeZone);
  return {
    clock,
    facts: () => running.facts,
    timeZone: () => running.timeZone,
    async collect(writer) {
      const body = JSON.stringify({ v: 1, sdk: "life", sentAt: clock.nowMs, writers: [writer] });
      const request = new Request(`http://collector.test/v1/collect?key=${key}`, {
        method: "POST",
        headers: { "content-type": "text/plain", "content-length": String(Buffer.byteLength(body)) },
        body,
      });
      const response = await running.collector.fetch(request);
      if (response.status !== 200) throw new Error(`Answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as CollectReply;
    },
    async restart(timeZone = running.timeZone) {
      await running.collector.close();
      running = await open(timeZone);
    },
    async remove() {
      await running.collector.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
