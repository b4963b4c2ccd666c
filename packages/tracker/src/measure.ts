import { focusedFrame, isVisible, passiveCapMs } from "./attention.ts";
import { watchChanges } from "./changes.ts";
import { hasLeft, nowMs } from "./clock.ts";
import { checkpoint, hide, touch } from "./delivery.ts";
import { after, guard, listen } from "./edges.ts";
import { takeLatest, watchInputs } from "./inputs.ts";
import { createIntervals, TICK_MS } from "./interval.ts";
import {
  isId,
  MAX_ACTION_COUNT_PER_SLOT,
  MAX_ACTIONS_PER_SLOT,
  MAX_ID_LENGTH,
  MAX_VISITS_PER_SLOT,
  OTHER_FEATURE,
  slotOf,
  type Attention,
  type PublicFeature,
  type Vitals,
} from "./protocol/index.ts";
import { ACTION_ATTRIBUTE, closestWith, FEATURE_ATTRIBUTE, NAME_ATTRIBUTE } from "./region.ts";
import { compileRules, type Rules } from "./rules.ts";
import { splitBySlot } from "./slot-split.ts";
import { grow, startWriter, writer, type Writer } from "./writer.ts";

/** Turns what happens in the page into counters of the present writer. */

/** What a declared iframe's own page may post to its parent, as a sign of life. */
export const FRAME_MESSAGE = "uptake";

/** A writer in a feature, and what the page calls it: what time is credited to. */
export type Place = readonly [of: Writer, feature: string, name?: string | false | null | undefined];

let attentions: ReadonlyMap<string, Attention>;
let rules: Rules;
/** What the rules say of an address. */
let ruled: string | undefined;
let ruledHref: string | undefined;
let onChange: () => void;
let place: Place | null = null;
/** The feature of the latest visit. */
let visited: string | undefined;
/** What last took input or the focus. */
let anchor: EventTarget | undefined;
/** The last sign of life by a person, or the beginning of attention. */
let lastSignMs: number;
let isTicking: boolean;
/** What the host's code has claimed the page for, by `enter`. */
let claimed: string | undefined;
/** Open holds. Take effect with the next {@link settle}. */
export const holds = new Set<unknown>();

/** The feature that has the page. */
export let feature: string = OTHER_FEATURE;
/** Whether the passing of time is a sign of life. */
export let isPassive: boolean;

export const intervals = createIntervals<Place>(([of, key, name], fromMs, toMs, limit) =>
  splitBySlot(fromMs + of.lineMs, toMs + of.lineMs, (slot, lengthMs) => {
    const { activeMs } = grow(of, key, slot, name);
    activeMs.forEach((ms, index) => index < limit || (activeMs[index] = ms + lengthMs));
  }),
);

/** A place's cell of a moment. */
const cellAt = ([of, key, name]: Place, atMs: number) => grow(of, key, slotOf(atMs + of.lineMs), name);

/** Time may count while the page is visible and focused, or just visible where that is the feature's rule. */
const look = (atMs: number, isMoved = false) => {
  const attention = attentions.get(feature);
  const isAttended = isVisible() && (attention === "visible" || document.hasFocus());
  if (isAttended !== intervals.isAttended()) {
    // Somebody has come or gone, unless it is only the feature's rule that differs: that is no sign.
    if (isMoved) intervals.drop();
    else lastSignMs = atMs;
    if (isAttended) intervals.attend(atMs);
    else {
      intervals.leave(atMs);
      checkpoint();
    }
  }
  isPassive = intervals.openedMs() !== undefined && atMs - lastSignMs < passiveCapMs(attention, holds.size > 0);
};

const resolve = (atMs: number) => {
  // Where elements can't be asked, the address decides.
  const region = guard(() =>
    closestWith(
      FEATURE_ATTRIBUTE,
      focusedFrame() ?? ((anchor as Node | undefined)?.isConnected ? anchor : document.activeElement),
    ),
  );
  const declared = guard(() => region?.getAttribute(FEATURE_ATTRIBUTE));
  const { href } = location;
  if (href !== ruledHref) {
    ruledHref = href;
    ruled = rules(location);
  }
  const next = claimed ?? (isId(declared) ? declared : ruled) ?? OTHER_FEATURE;
  if (next !== feature || writer !== (place && place[0])) {
    feature = next;
    const name = declared === feature && region?.getAttribute(NAME_ATTRIBUTE)?.slice(0, MAX_ID_LENGTH);
    place = writer ? [writer, feature, name] : null;
    intervals.move(place, atMs);
    look(atMs, true);
  }
  // Nobody enters a feature in a tab that can't be seen; whoever shows it does.
  if (place && visited !== feature && isVisible()) {
    visited = feature;
    const cell = cellAt(place, atMs);
    cell.visits = Math.min(cell.visits + 1, MAX_VISITS_PER_SLOT);
  }
};

/**
 * Every way in comes by.
 * @param inputMs when the input happened that is the way in, monotonic; 0 where it is another one.
 * @param isStill it came to where the one before it did, so that nothing else can have changed which has no event of its own.
 */
export const settle = (inputMs = 0, isStill = false) => {
  const atMs = nowMs();
  const wasPassive = isPassive;
  // The process ran then, and was told in time.
  const latestMs = takeLatest();
  if (latestMs) {
    lastSignMs = latestMs;
    intervals.sign(latestMs, latestMs);
  }
  if (writer && hasLeft(writer.lineMs)) {
    // The machine slept while its monotonic clock stood still, or somebody set the clock: neither is use.
    intervals.drop();
    startWriter(writer.key, writer.account, writer.user, writer.token);
  }
  intervals.tick(atMs);
  // Some ways of getting the focus have no event.
  const isKnown = isStill && intervals.isAttended();
  if (!isKnown) look(atMs);
  if (inputMs) lastSignMs = atMs;
  if (wasPassive || inputMs) intervals.sign(Math.min(inputMs || atMs, atMs), atMs);
  if (!isKnown) resolve(atMs);
  if (!isTicking && intervals.openedMs() !== undefined) {
    isTicking = true;
    after(TICK_MS, () => {
      isTicking = false;
      settle();
      checkpoint();
    });
  }
  touch();
  onChange();
};

/** Somebody else uses the page, and thereby enters the feature. */
export const enterAnew = () => {
  visited = undefined;
  settle();
};

export const act = (action: string, count: number) => {
  settle();
  if (!place) return;
  const cell = cellAt(place, nowMs());
  const actions = (cell.actions ??= { __proto__: null } as unknown as Record<string, number>);
  if (actions[action] || Object.keys(actions).length < MAX_ACTIONS_PER_SLOT)
    actions[action] = Math.min((actions[action] ?? 0) + count, MAX_ACTION_COUNT_PER_SLOT);
  // Otherwise the next tick stores it.
  if (!isTicking) checkpoint();
  onChange();
};

/** Nobody is measured any more. */
export const leavePlace = () => {
  intervals.drop();
  place = null;
};

/** The present writer and feature; null while nobody is measured. */
export const where = () => place;

/** Takes web vitals of a feature; the highest of each is kept. */
export const report = (vitals: Vitals, of: string) => {
  if (!place) return;
  const first = Object.values(place[0].entries).find(({ cell }) => cell.feature === of);
  const cell = first ? grow(place[0], of, first.cell.slot) : cellAt([place[0], of], nowMs());
  const known = { ...cell.vitals } as Record<string, number>;
  for (const [name, value] of Object.entries(vitals)) known[name] = Math.max(known[name] ?? 0, value as number);
  cell.vitals = known;
  touch();
};

/** The host's code gives the page to a feature; undefined gives it back. Takes effect with the next {@link settle}. */
export const claim = (of?: string) => {
  claimed = of;
};

/** @param changed called after whatever happened. */
export const openMeasure = (features: readonly PublicFeature[], changed: () => void) => {
  attentions = new Map(features.map((one) => [one.feature, one.attention]));
  rules = compileRules(features);
  ruledHref = undefined;
  onChange = changed;
  isTicking = false;
  intervals.drop();
  intervals.leave(nowMs());
  let wasShown = isVisible();
  let acted: Element | undefined;
  watchInputs((type, inputMs, target) => {
    const isStill = !target || (target === anchor && type !== "click");
    anchor = target ?? anchor;
    settle(inputMs, isStill);
    const element = /^(click|submit)$/.test(type) ? closestWith(ACTION_ATTRIBUTE, target) : undefined;
    // A click on a label is followed at once by one on its control.
    if (!element || element === acted || (type === "submit") !== (element.tagName === "FORM")) return;
    acted = element;
    after(0, () => (acted = undefined));
    const action = element.getAttribute(ACTION_ATTRIBUTE);
    if (isId(action)) act(action, 1);
  });
  listen(window, "pageshow", ({ persisted }: PageTransitionEvent) => {
    // Back from the back/forward cache: a new entry, where a load would have been one.
    if (persisted) enterAnew();
  });
  watchChanges(
    () => {
      settle();
      const isShown = isVisible();
      if (wasShown && !isShown) hide();
      wasShown = isShown;
    },
    features.some(({ attention }) => attention === "media"),
  );
  listen(window, "message", ({ data, source }: MessageEvent) => {
    if (data === FRAME_MESSAGE && source === focusedFrame()?.contentWindow) settle(nowMs());
  });
  listen(window, "pagehide", () => {
    intervals.leave(nowMs(), true);
    hide();
  });
  enterAnew();
};
