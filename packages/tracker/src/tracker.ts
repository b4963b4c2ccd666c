import type { ActionKey, FeatureKey, Inspection, Tracker } from "./api.ts";
import { isVisible } from "./attention.ts";
import { nowMs } from "./clock.ts";
import { flush, hide } from "./delivery.ts";
import { guard, ignore } from "./edges.ts";
import { end, say, start, status, wake, whenLoaded, type Load, type Settings } from "./lifecycle.ts";
import { listeners } from "./listeners.ts";
import { act, claim, feature, holds, intervals, isPassive, settle, takeLatest } from "./measure.ts";
import { idOf, setPerson } from "./person.ts";
import { progressOf } from "./progress.ts";
import { isId, type PublicDefinitions } from "./protocol/index.ts";
import { VERSION } from "./version.ts";
import { pendingOf, writer, writers } from "./writer.ts";

const progress = () => {
  wake();
  takeLatest();
  const openedMs = writer ? intervals.openedMs() : undefined;
  const isOpen = openedMs !== undefined;
  return {
    status,
    writer: (writer?.account && writer.id) || null,
    account: writer?.account ?? null,
    user: writer?.user ?? null,
    feature,
    counting: isOpen,
    why: (status !== "on"
      ? status
      : !writer
        ? "reset"
        : isOpen
          ? null
          : guard(() => (isVisible() ? !document.hasFocus() && "unfocused" : "hidden")) ||
            "asleep") as Inspection["why"],
    openMs: isOpen ? nowMs() - openedMs : 0,
    passive: isPassive,
    get pendingBytes() {
      return guard(() => new Blob([...writers.values()].flatMap(pendingOf).map(({ text }) => text)).size) ?? 0;
    },
    ...progressOf(writer),
  };
};

/** The tracker of this page. What can't be used, such as an empty user or a negative count, is ignored. */
export const createTrackerWith = (
  load: Load,
  definitions: PublicDefinitions | null | undefined,
  readSettings: () => Settings,
): Tracker => {
  const tracker: Tracker = {
    version: VERSION,
    identify: whenLoaded(setPerson),
    reset: whenLoaded(() => setPerson(null)),
    track: whenLoaded((action: ActionKey, { count = 1 }: { readonly count?: number } = {}) => {
      const name = idOf(action);
      if (name && Number.isSafeInteger(count) && count > 0) act(name, count);
    }),
    enter: whenLoaded((of: FeatureKey) => isId(of) && claim(of)),
    leave: whenLoaded(() => claim()),
    hold() {
      const change = (method: "add" | "delete") =>
        whenLoaded(() => {
          holds[method](change);
          settle();
        });
      change("add")();
      return change("delete");
    },
    optIn: () => say("in"),
    optOut: () => say("out"),
    progress,
    subscribe(listener) {
      const tell = () => listener(progress());
      listeners.add(tell);
      return () => void listeners.delete(tell);
    },
    inspect: progress,
    async flush() {
      guard(settle);
      if (status === "on") await flush()?.catch(ignore);
    },
    stop() {
      guard(settle);
      guard(hide);
      guard(() => end("stopped"));
      guard(claim);
      holds.clear();
    },
  };
  guard(() => start(tracker, load, definitions, readSettings));
  return tracker;
};
