import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import type { Facts, Watermark } from "../store/facts.ts";
import type { Meter } from "./meter.ts";
import type { Readiness } from "./readiness.ts";
import { createTimedCache } from "./timed-cache.ts";
import type { WriteWatch } from "./write-watch.ts";

/** What the metrics are made of. */
export interface MetricsParts {
  readonly facts: Pick<Facts, "watermark">;
  readonly watch: WriteWatch;
  readonly readiness: () => Promise<Readiness>;
  readonly version: string;
  /** Whether to tell of the process as well: memory, CPU, event loop. A host that mounts the collector has its own. */
  readonly withProcess: boolean;
  /** Whether to count writers by proof. */
  readonly countProofs: boolean;
  readonly now: () => number;
}

/** A meter, and what it has counted since the start. */
export interface Metrics extends Meter {
  readonly contentType: string;
  /** Prometheus's text format. No value and no label names a person, an account, a key or an address. */
  text(): Promise<string>;
}

/** From a tenth of a millisecond to the ten seconds after which a writer is taken for stuck. */
const COMMIT_BUCKETS_SECONDS = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
/** Five minutes are tolerated; days are a clock that nobody has ever set. */
const SKEW_BUCKETS_SECONDS = [1, 5, 15, 60, 300, 900, 3_600, 86_400];
/** How often the event loop's lag is sampled: the ten milliseconds unless told cost a process that has nothing to do more than all else. */
const LOOP_LAG_EVERY_MS = 100;
/** Many scrapers share one reading. */
const WATERMARK_AGE_MS = 2_000;

/** Counts in a registry of its own, so that a host's other metrics and a second collector stay apart. */
export function createMetrics(parts: MetricsParts): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const accepted = new Counter({
    name: "uptake_writers_accepted_total",
    help: "Writers whose state was acknowledged, though single cells of it may have been refused.",
    registers,
  });
  const merged = new Counter({
    name: "uptake_cells_merged_total",
    help: "Cells that were committed, repeated ones included.",
    registers,
  });
  const refusedCells = new Counter({
    name: "uptake_cells_rejected_total",
    help: "Cells that were refused, by reason; for wrong_source the cell was merged without the action.",
    labelNames: ["reason"],
    registers,
  });
  const refusedWriters = new Counter({
    name: "uptake_writers_rejected_total",
    help: "Writers that were refused with all of their cells, by reason.",
    labelNames: ["reason"],
    registers,
  });
  const proofs = new Counter({
    name: "uptake_writers_total",
    help: "Writers by the proof of their owner, while UPTAKE_SIGNED_WRITES is coverage or enforced.",
    labelNames: ["proof"],
    registers,
  });
  const unknownFields = new Counter({
    name: "uptake_unknown_fields_total",
    help: "Fields of collect requests that this version does not know and has ignored.",
    registers,
  });
  const clockSkew = new Histogram({
    name: "uptake_clock_skew_seconds",
    help: "Distance between a browser's clock and the collector's, by request. It is never corrected.",
    buckets: SKEW_BUCKETS_SECONDS,
    registers,
  });
  const commits = new Histogram({
    name: "uptake_commit_seconds",
    help: "Time from handing a request's cells to the store until they are on disk.",
    buckets: COMMIT_BUCKETS_SECONDS,
    registers,
  });
  const replies = new Counter({
    name: "uptake_requests_total",
    help: "Requests by door and class of status.",
    labelNames: ["door", "status"],
    registers,
  });
  addGauges(registry, parts);
  if (parts.withProcess) collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOP_LAG_EVERY_MS });

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    committed: (tookMs) => commits.observe(tookMs / 1_000),
    replied: (door, status) => replies.inc({ door, status: `${Math.floor(status / 100)}xx` }),
    collected(tally) {
      accepted.inc(tally.accepted);
      merged.inc(tally.merged);
      clockSkew.observe(tally.clockSkewMs / 1_000);
      if (tally.unknownFields > 0) unknownFields.inc(tally.unknownFields);
      for (const [reason, count] of tally.refusedCells) refusedCells.inc({ reason }, count);
      for (const [reason, count] of tally.refusedWriters) refusedWriters.inc({ reason }, count);
      if (!parts.countProofs) return;
      for (const [proof, count] of Object.entries(tally.proofs)) if (count > 0) proofs.inc({ proof }, count);
    },
  };
}

/** What is asked for when somebody looks, and costs nothing in between. */
function addGauges(registry: Registry, { facts, watch, readiness, version, now }: MetricsParts): void {
  const add = (name: string, help: string, value: () => number | null | Promise<number | null>): void => {
    const gauge = new Gauge({
      name,
      help,
      registers: [],
      async collect() {
        const known = await value();
        if (known === null) gauge.remove();
        else gauge.set(known);
      },
    });
    registry.registerMetric(gauge);
  };
  const watermark = createTimedCache(() => facts.watermark(ALL_ACCOUNTS), WATERMARK_AGE_MS, now);
  // What the store can't tell now is left out, so that the rest is still told.
  const fromWatermark = (pick: (value: Watermark) => number | null) => (): Promise<number | null> =>
    watermark.get().then(pick, () => null);

  add("uptake_pending_writes", "Writes that the store has not answered yet.", () => watch.pending());
  add("uptake_oldest_pending_write_seconds", "How long the oldest of them has been waiting.", () => {
    return watch.oldestPendingMs() / 1_000;
  });
  add("uptake_ready", "1 when the collector can take cells, as /readyz says.", async () => {
    return (await readiness()).kind === "ready" ? 1 : 0;
  });
  add(
    "uptake_last_commit_timestamp_seconds",
    "When the last cell was committed, Unix seconds; absent before the first.",
    fromWatermark(({ cellsReceivedAtMs }) => cellsReceivedAtMs && cellsReceivedAtMs / 1_000),
  );
  add(
    "uptake_watermark_slot",
    "Cells below this 15-minute slot are folded and refused.",
    fromWatermark(({ slot }) => slot),
  );
  const build = new Gauge({ name: "uptake_build_info", help: "Always 1.", labelNames: ["version"], registers: [] });
  build.set({ version }, 1);
  registry.registerMetric(build);
}
