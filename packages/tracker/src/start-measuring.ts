import type { Identity, TrackerProgress } from "./api.ts";
import { createClock } from "./clock.ts";
import { createDelivery } from "./delivery.ts";
import type { Edges } from "./edges.ts";
import type { Environment } from "./environment.ts";
import { createMeasure } from "./measure.ts";
import { createPending } from "./pending.ts";
import { progressOf } from "./progress.ts";
import type { PublicFeature } from "./protocol/index.ts";
import { compileRules } from "./rules.ts";
import { createTransport } from "./transport.ts";
import { VERSION } from "./version.ts";
import { createWriter, type Writer } from "./writer.ts";

/** A page that is being measured. */
export interface Measuring {
  identify(owner: Identity): void;
  reset(): void;
  track(action: string, count: number): void;
  progress(): TrackerProgress;
  flush(): Promise<void>;
  /** Stores and sends everything at once. */
  hide(): void;
}

interface Options {
  readonly key: string;
  readonly base: string;
  readonly features: readonly PublicFeature[];
  /** Called after each change of the progress. */
  readonly onChange: () => void;
}

/**
 * Joins measuring, storing and sending, and decides which writer measures: the document's first one, which belongs to
 * nobody until the first identity; another one for each other person and each jump of the clock.
 */
export function startMeasuring(environment: Environment, edges: Edges, options: Options): Measuring {
  const { page } = environment;
  const { key, base, features, onChange } = options;
  const clock = createClock(environment);
  let writer: Writer | null = null;
  let isRestored = false;

  const delivery = createDelivery({
    environment,
    edges,
    transport: createTransport(page, `${base}/v1/collect?key=${encodeURIComponent(key)}`),
    pending: createPending(page, key),
    version: VERSION,
    current: () => writer,
    onReply: (reply, sentAtMs) => {
      if (clock.learn(reply.now, sentAtMs)) renew();
    },
  });
  const measure = createMeasure({
    environment,
    edges,
    clock,
    rules: compileRules(features),
    onClockLeft: () => renew(),
    onChange() {
      delivery.touch();
      onChange();
    },
    onCheckpoint: delivery.checkpoint,
    onHide: delivery.hide,
  });
  const start = (owner: Identity | null, isEntry: boolean) => {
    writer = createWriter(environment.createId(), clock.lineMs(), owner);
    delivery.add(writer);
    measure.write(writer, isEntry);
  };
  const renew = () => {
    if (writer) start(writer.owner, false);
  };

  edges.listen(page, "online", delivery.wake);
  start(null, true);

  return {
    identify(owner) {
      const present = writer?.owner;
      if (writer && present?.account === owner.account && present.user === owner.user) {
        if (owner.token === undefined || owner.token === present.token) return;
        writer.owner = owner;
      } else if (writer && !present) writer.owner = owner;
      else start(owner, true);
      delivery.retryRefused();
      // Before the first identity nothing is stored or sent, not even what others left.
      if (!isRestored) delivery.restore().catch(() => undefined);
      isRestored = true;
      delivery.checkpoint();
      delivery.touch();
      onChange();
    },
    reset() {
      measure.drop();
      writer = null;
      measure.write(null, false);
      delivery.checkpoint();
      void delivery.flush();
    },
    track: measure.act,
    progress: () => progressOf(writer, measure.feature(), measure.counting()),
    flush: delivery.flush,
    hide: delivery.hide,
  };
}
