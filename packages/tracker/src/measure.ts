import type { Clock } from "./clock.ts";
import type { Edges } from "./edges.ts";
import type { Environment } from "./environment.ts";
import { watchInputs } from "./inputs.ts";
import { createIntervals, TICK_MS } from "./interval.ts";
import { OTHER_FEATURE, slotOf } from "./protocol/index.ts";
import { regionOf } from "./region.ts";
import { watchRoutes } from "./router.ts";
import type { Rules } from "./rules.ts";
import { splitBySlot } from "./slot-split.ts";
import { isAttended, isVisible, watchVisibility } from "./visibility.ts";
import type { Writer } from "./writer.ts";

/** Turns what happens in the page into counters of the present writer. */
export interface Measure {
  feature(): string;
  counting(): boolean;
  act(action: string, count: number): void;
  /** Another writer measures from now on: `isEntry` when it is another person's, who thereby enters the feature. */
  write(writer: Writer | null, isEntry: boolean): void;
  /** Forgets the open gap. */
  drop(): void;
}

interface Parts {
  readonly environment: Environment;
  readonly edges: Edges;
  readonly clock: Clock;
  readonly rules: Rules;
  /** Called when a writer's line no longer fits the browser's clock. */
  readonly onClockLeft: () => void;
  /** Called after whatever happened. */
  readonly onChange: () => void;
  /** Called every {@link TICK_MS} while something counts, and when it ceases to. */
  readonly onCheckpoint: () => void;
  /** Called when the document may be gone after this task. */
  readonly onHide: () => void;
}

export function createMeasure(parts: Parts): Measure {
  const { environment, edges, clock, rules } = parts;
  const { page, nowMs } = environment;
  let writer: Writer | null = null;
  let feature = OTHER_FEATURE;
  let placed: Writer | null = null;
  /** The feature of the latest visit. */
  let visited: string | undefined;
  /** What last took input or the focus. */
  let anchor: Node | null = null;
  let cancelTick: (() => void) | undefined;

  const intervals = createIntervals<{ readonly writer: Writer; readonly feature: string }>(
    ({ place, fromMs, toMs, limit }) => {
      const { lineMs, cells } = place.writer;
      for (const { slot, lengthMs } of splitBySlot(fromMs + lineMs, toMs + lineMs))
        cells.credit(place.feature, slot, limit, lengthMs);
    },
  );

  const slotNow = (of: Writer) => slotOf(nowMs() + of.lineMs);
  const resolve = () => {
    const focused = anchor?.isConnected ? anchor : page.document.activeElement;
    const resolved = regionOf(focused) ?? rules(page.location) ?? OTHER_FEATURE;
    if (resolved !== feature || writer !== placed) {
      feature = resolved;
      placed = writer;
      intervals.move(writer && { writer, feature }, nowMs());
    }
    // Nobody enters a feature in a tab that can't be seen; whoever shows it does.
    if (writer && visited !== feature && isVisible(page.document)) {
      visited = feature;
      writer.cells.visit(feature, slotNow(writer));
    }
  };
  const look = () => {
    const wasCounting = intervals.counting();
    if (isAttended(page.document)) intervals.attend(nowMs());
    else intervals.leave(nowMs());
    if (wasCounting && !intervals.counting()) parts.onCheckpoint();
  };
  const checkClock = () => {
    if (!writer || !clock.hasLeft(writer.lineMs)) return;
    // The machine slept while its monotonic clock stood still, or somebody set the clock: neither is use.
    intervals.drop();
    parts.onClockLeft();
  };
  const tick = () => {
    cancelTick = undefined;
    checkClock();
    intervals.tick(nowMs());
    look();
    parts.onCheckpoint();
    settle();
  };
  /** The end of every way in. */
  const settle = () => {
    resolve();
    if (!intervals.counting()) {
      cancelTick?.();
      cancelTick = undefined;
    } else cancelTick ??= edges.after(TICK_MS, tick);
    parts.onChange();
  };

  watchInputs(page, edges, ({ target, signAtMs }) => {
    checkClock();
    if (signAtMs !== undefined) {
      // Some ways of getting the focus have no event.
      look();
      intervals.sign(Math.min(signAtMs, nowMs()), nowMs());
    }
    if (target) anchor = target as Node;
    settle();
  });
  watchRoutes(page, edges, settle);
  watchVisibility(page, edges, () => {
    checkClock();
    look();
    settle();
    if (!isVisible(page.document)) parts.onHide();
  });
  edges.listen(page, "pagehide", () => {
    intervals.leavePage(nowMs());
    settle();
    parts.onHide();
  });
  edges.listen<PageTransitionEvent>(page, "pageshow", ({ persisted }) => {
    // Back from the back/forward cache: a new entry, where a load would have been one.
    if (persisted) visited = undefined;
    settle();
  });

  return {
    feature: () => feature,
    counting: () => intervals.counting() && writer !== null,
    act(action, count) {
      if (!writer) return;
      resolve();
      writer.cells.act(feature, slotNow(writer), action, count);
      settle();
    },
    write(next, isEntry) {
      writer = next;
      if (isEntry) visited = undefined;
      look();
      settle();
    },
    drop: intervals.drop,
  };
}
