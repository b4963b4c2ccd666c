import type { Replied } from "../http/visit.ts";
import type { Facts } from "../store/facts.ts";
import { createInFlight, type InFlight } from "./in-flight.ts";
import { createLimitedLogger } from "./limited-logger.ts";
import type { Logger } from "./logger.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { createReadiness, type Readiness } from "./readiness.ts";
import { watchFacts } from "./watch-facts.ts";
import { createReplyWatch } from "./watch-replies.ts";
import { createWriteWatch } from "./write-watch.ts";

/** What is needed to watch a collector. */
export interface OperationsParts {
  readonly facts: Facts;
  readonly logger: Logger;
  readonly version: string;
  /** Whether the metrics tell of the process as well. */
  readonly withProcess: boolean;
  /** Whether the metrics tell of writers by proof. */
  readonly countProofs: boolean;
  /** Clock, Unix ms. */
  readonly now: () => number;
}

/** Everything by which a collector is watched, put together. */
export interface Operations {
  /** The facts, watched: the doors use these. */
  readonly facts: Facts;
  /** The log, without floods. */
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly inFlight: InFlight;
  readonly readiness: () => Promise<Readiness>;
  readonly replied: Replied;
}

/** Puts it together. */
export function createOperations(parts: OperationsParts): Operations {
  const { version, withProcess, countProofs, now } = parts;
  const monotonicMs = (): number => performance.now();
  const watch = createWriteWatch(monotonicMs);
  const facts = watchFacts(parts.facts, watch, (tookMs) => metrics.committed(tookMs));
  const inFlight = createInFlight();
  const readiness = createReadiness({
    watch,
    probe: () => facts.probe(),
    isDraining: () => inFlight.isClosing(),
    monotonicMs,
  });
  const metrics = createMetrics({ facts, watch, readiness, version, withProcess, countProofs, now });
  const logger = createLimitedLogger(parts.logger, now);
  return { facts, logger, metrics, inFlight, readiness, replied: createReplyWatch(metrics, logger) };
}
