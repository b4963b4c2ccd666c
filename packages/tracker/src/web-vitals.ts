import { onLCP } from "web-vitals";
import { createFeatureVitals, wholeNumber, type FeatureVitals } from "./feature-vitals.ts";
import type { CellState, Vitals } from "./protocol/index.ts";

/**
 * Measures Core Web Vitals by feature: is it unused because it is slow? A chunk of its own, for those who ask.
 *
 * LCP comes from web-vitals. That library's INP and CLS are a page's, and are told as long as they rise: a quick feature
 * after a slow one would never be heard of. Its soft navigations are no features either: they need another address, and
 * one engine has them. So the browser's entries are dealt out to features here, and the formulas applied to each.
 */

/** Events that are faster aren't asked for, since every move over a button would be one. As in web-vitals. */
const MIN_EVENT_MS = 40;

/** An entry comes seconds after what it is about, at most. */
const MAX_STAYS = 50;

/** The present writer, as far as it is looked at here: by this name the tracker's minifier knows its cells. */
interface Writer {
  readonly cells: Readonly<Record<string, CellState & { vitals?: Vitals }>>;
}

/** An interaction of which nothing has come so long after its frame was fast; one that ends with the page may not have been. */
const ENTRY_PATIENCE_MS = 100;

/** What the observed types of entries have of their own. */
type Entry = PerformanceEntry & {
  readonly interactionId?: number;
  readonly hadRecentInput?: boolean;
  readonly value?: number;
};

let isWatching = false;

/**
 * Watches for as long as the document lives; a second call does nothing.
 * @param where the present writer and feature; null while nobody is measured.
 * @param changed called when a writer's cells have got vitals.
 */
export function watchVitals<Of extends Writer>(
  where: () => readonly [writer: Of, feature: string, ...more: readonly unknown[]] | null,
  changed: (writer: Of) => void,
): void {
  if (isWatching) return;
  isWatching = true;

  const startMs = performance.now();
  const canShift = PerformanceObserver.supportedEntryTypes.includes("layout-shift");
  const canInteract = "interactionId" in (globalThis.PerformanceEventTiming?.prototype ?? {});
  const types = [...(canInteract ? ["event", "first-input"] : []), ...(canShift ? ["layout-shift"] : [])];
  const shown = new Map<string, FeatureVitals>();
  /** The slowest of each feature so far. */
  const lcpMs: Record<string, number> = {};
  /** Since when the present writer was in which feature, monotonic. */
  const stays: (readonly [fromMs: number, feature: string])[] = [];
  let writer: Of | undefined;

  /** They belong to the writer's first cell of the feature. */
  const report = (vitals: Vitals, feature: string) => {
    const cell = Object.values(writer?.cells ?? {}).find((one) => one.feature === feature);
    if (!writer || !cell) return;
    cell.vitals = { ...cell.vitals, ...vitals };
    changed(writer);
  };
  const featureAt = (atMs: number) => stays.findLast(([fromMs]) => fromMs <= atMs)?.[1];
  const vitalsOf = (feature: string | undefined): FeatureVitals | undefined => {
    if (feature !== undefined && !shown.has(feature)) shown.set(feature, createFeatureVitals(canShift));
    return shown.get(feature ?? "");
  };
  /** Notices where the page is. */
  const look = (atMs: number): FeatureVitals | undefined => {
    const [of, feature] = where() ?? [];
    if (of !== writer) {
      // What one person has seen isn't told of another.
      writer = of;
      shown.clear();
      for (const shownFeature of Object.keys(lcpMs)) delete lcpMs[shownFeature];
      stays.length = 0;
    }
    if (feature !== undefined && feature !== stays.at(-1)?.[1]) stays.push([atMs, feature]);
    stays.splice(0, stays.length - MAX_STAYS);
    return vitalsOf(feature);
  };
  const take = (entries: readonly Entry[]) => {
    const present = look(performance.now());
    for (const { startTime, duration, interactionId, hadRecentInput, value } of entries) {
      if (interactionId) vitalsOf(featureAt(startTime))?.interactions.add(interactionId, duration);
      // A shift is told of right after its frame, which may be the first one of a feature that code has opened.
      else if (value !== undefined && !hadRecentInput)
        (startTime < startMs ? vitalsOf(featureAt(startTime)) : present)?.shifts.add(startTime, value);
    }
  };

  look(startMs);
  // The document was loaded in the present feature, unless somebody has gone on meanwhile.
  const [cell] = Object.values(writer?.cells ?? {});
  if (cell && stays[0]) stays.unshift([0, navigator.userActivation?.hasBeenActive ? cell.feature : stays[0][1]]);

  for (const type of canInteract ? ["pointerdown", "pointerup", "keydown", "click"] : [])
    addEventListener(
      type,
      (event) => {
        if (!event.isTrusted) return;
        const present = look(event.timeStamp);
        // A pointer that scrolls is cancelled and never goes up.
        if (type === "pointerup" || (type === "keydown" && !(event as KeyboardEvent).repeat))
          requestAnimationFrame(() => setTimeout(() => present?.interactions.count(), ENTRY_PATIENCE_MS));
      },
      { capture: true, passive: true },
    );
  const observers = types.map((type) => {
    const observer = new PerformanceObserver((list) => take(list.getEntries()));
    observer.observe({ type, buffered: true, durationThreshold: MIN_EVENT_MS } as PerformanceObserverInit);
    return observer;
  });
  onLCP(
    ({ value, navigationStartTime = 0 }) => {
      look(performance.now());
      const feature = featureAt(navigationStartTime);
      if (feature === undefined) return;
      lcpMs[feature] = Math.max(lcpMs[feature] ?? 0, wholeNumber(value));
      report({ lcpMs: lcpMs[feature] }, feature);
    },
    { reportAllChanges: true },
  );
  /** Not before the page is hidden: INP may fall as interactions come in, and what has been told stays. */
  const tell = () => {
    for (const observer of observers) take(observer.takeRecords());
    for (const [feature, vitals] of shown) {
      const news = vitals.news();
      if (news) report(news, feature);
    }
  };
  // In the capture phase: the tracker sends its last message in the other one. A page that is left hears of both, and what
  // goes with the first surely arrives.
  addEventListener("visibilitychange", () => document.visibilityState === "hidden" && tell(), true);
  addEventListener("pagehide", tell, true);
}
