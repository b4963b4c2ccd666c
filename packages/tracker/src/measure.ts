import { focused, focusedFrame, isVisible, passiveCapMs } from "./attention.ts";
import { watchChanges } from "./changes.ts";
import { leftByMs, nowMs } from "./clock.ts";
import { checkpoint, hide, touch } from "./delivery.ts";
import { after, guard, listen } from "./edges.ts";
import { watchInputs } from "./inputs.ts";
import { createIntervals, LATENESS_MS, TICK_MS } from "./interval.ts";
import { announce } from "./listeners.ts";
import { createTable } from "./progress.ts";
import {
  isId,
  MAX_ACTION_COUNT_PER_SLOT,
  MAX_ACTIONS_PER_SLOT,
  MAX_ID_LENGTH,
  MAX_VISITS_PER_SLOT,
  OTHER_FEATURE,
  slotOf,
  type PublicDefinitions,
} from "./protocol/index.ts";
import { ACTION_ATTRIBUTE, closestWith, FEATURE_ATTRIBUTE, NAME_ATTRIBUTE } from "./region.ts";
import { resolveRule } from "./rules.ts";
import { splitBySlot } from "./slot-split.ts";
import { grow, renewWriter, writer, type Place } from "./writer.ts";

/** Turns what happens in the page into counters of the present writer. */

/** What a declared iframe's own page may post to its parent, as a sign of life. */
export const FRAME_MESSAGE = "uptake";

/** Where nothing counts, inputs are looked at this often. */
const UNATTENDED_MS = 1_000;

/** No machine falls asleep and wakes up, with somebody at it before and after, in a gap that is no longer. */
const AWAKE_MS = 1_000;

/** What a page is at one moment. */
export interface Glance {
  readonly atMs: number;
  readonly isShown: boolean;
  readonly hasFocus: boolean;
  readonly href: string;
}

/** Begins to measure, at the first need. */
let wake: () => void;
/** Null while nothing is measured. */
let definitions: PublicDefinitions | null = null;
let ruled: string | undefined;
let ruledHref: string | undefined;
/** The feature of the latest visit. */
let visited: string | undefined;
/** What the region in which somebody is says; undefined outside of regions. */
let declared: string | null | undefined;
/** What last took input or the focus. */
let anchor: Node | undefined;
/** When the latest input came that nobody has looked at yet; 0 when there is none. */
let latestMs = 0;
/** Until then inputs at the same place just leave their time behind. */
let quietUntilMs = 0;
/** What inputs say is ahead of the clock, as WebKit's are by up to some hundred ms: no input is of a time to come. */
let aheadMs = 0;
let watchMoreInputs: () => void;
let watchMoreChanges: () => void;
/** The last sign of life by a person, or the beginning of attention. */
let lastSignMs: number;
let isAttended: boolean;
let isTicking: boolean;
/** What the host's code has claimed the page for, by `enter`. */
let claimed: string | undefined;
/** Open holds. Take effect with the next {@link settle}. */
export const holds = new Set<unknown>();

/** The present writer and feature; null while nobody is measured. */
export let place: Place | null = null;
/** The feature that has the page. */
export let feature: string = OTHER_FEATURE;
/** Whether the passing of time is a sign of life. */
export let isPassive: boolean;

export const intervals = createIntervals<Place>((at, fromMs, toMs, limit) =>
  splitBySlot(fromMs + at.of.lineMs, toMs + at.of.lineMs, (slot, lengthMs) => {
    const { activeMs } = grow(at, slot);
    for (let index = limit; index < 4; index += 1) activeMs[index as 0] += lengthMs;
  }),
);

/** The present place's cell of now. */
const present = (at: Place) => grow(at, slotOf(nowMs() + at.of.lineMs));

export const glance = (): Glance => ({
  atMs: nowMs(),
  isShown: isVisible(),
  hasFocus: document.hasFocus(),
  href: location.href,
});

/** Counts to the latest input: the process ran then, and was told in time. */
export const takeLatest = () => {
  if (latestMs) intervals.pass((lastSignMs = Math.round(latestMs)), isAttended, lastSignMs);
  latestMs = 0;
};

/**
 * Every way in comes by.
 * @param inputMs when the input happened that is the way in, monotonic; 0 where it is another one.
 * @param seen the page's state, if it isn't the present one.
 * @param isUnload the page is about to go away, though it looks as before.
 */
export const settle = (inputMs = 0, seen?: Glance, isUnload = false) => {
  wake();
  if (!definitions) return;
  const { atMs, isShown, hasFocus, href } = seen ?? glance();
  const { attention, rules } = definitions;
  /** Time may count while the page is visible and focused, or just visible where that is the feature's rule. */
  const canCount = () => isShown && (hasFocus || attention[feature] === "visible");
  takeLatest();
  // The machine slept while its monotonic clock stood still, unless somebody has set the clock.
  if (renewWriter() > 0 && atMs - (intervals.openedMs() ?? 0) > AWAKE_MS) intervals.drop();
  // Some ways of getting the focus have no event.
  const wasAttended = isAttended;
  isAttended = !isUnload && canCount();
  if (inputMs || wasAttended !== isAttended) lastSignMs = atMs;
  intervals.pass(atMs, isAttended, inputMs || isPassive ? Math.min(Math.round(inputMs) || atMs, atMs) : 0, isUnload);
  if (wasAttended && !isAttended) checkpoint();

  // Where elements can't be asked, the address decides.
  const region = guard(() =>
    closestWith(FEATURE_ATTRIBUTE, focusedFrame() ?? (anchor?.isConnected ? anchor : focused())),
  );
  declared = region?.getAttribute(FEATURE_ATTRIBUTE);
  if (href !== ruledHref) ruled = resolveRule(rules, (ruledHref = href));
  const next = claimed ?? (isId(declared) ? declared : ruled) ?? OTHER_FEATURE;
  if (next !== feature || writer !== (place && place.of)) {
    feature = next;
    place = writer && {
      of: writer,
      feature,
      name: next === declared ? region?.getAttribute(NAME_ATTRIBUTE)?.slice(0, MAX_ID_LENGTH) : null,
    };
    intervals.move(place, atMs);
    // It is only the feature's rule that differs: that is no sign.
    if (!isUnload && isAttended !== canCount()) {
      intervals.drop();
      intervals.pass(atMs, (isAttended = !isAttended));
    }
  }
  // Nobody enters a feature in a tab that can't be seen; whoever shows it does.
  if (place && visited !== feature && isShown) {
    visited = feature;
    const cell = present(place);
    cell.visits = Math.min(cell.visits + 1, MAX_VISITS_PER_SLOT);
  }
  const openedMs = intervals.openedMs();
  isPassive = openedMs !== undefined && atMs - lastSignMs < passiveCapMs(attention[feature], holds.size > 0);
  if (!isTicking && openedMs !== undefined) {
    isTicking = true;
    after(TICK_MS, () => {
      isTicking = false;
      settle();
      checkpoint();
    });
  }
  // The next tick looks at them, unless the process slept over that. After a while without any, the first one ends a gap
  // that may be too long to count: the next would take its place. Where no gap is open, the first one opens it.
  const patienceMs = !isAttended ? UNATTENDED_MS : openedMs === undefined ? 0 : TICK_MS + LATENESS_MS;
  quietUntilMs = atMs - lastSignMs < TICK_MS ? atMs + patienceMs : 0;
  touch();
  announce();
};

/** Whether it has begun and not ended. */
export const isMeasuring = () => !!definitions;

/** Somebody else uses the page, and thereby enters the feature. */
export const enterAnew = () => {
  visited = undefined;
  settle();
};

export const act = (action: string, count: number) => {
  settle();
  if (!place) return;
  const actions = (present(place).actions ??= createTable<number>());
  if (actions[action] || Object.keys(actions).length < MAX_ACTIONS_PER_SLOT)
    actions[action] = Math.min((actions[action] ?? 0) + count, MAX_ACTION_COUNT_PER_SLOT);
  // Otherwise the next tick stores it.
  if (!isTicking) checkpoint();
};

/** The host's code gives the page to a feature; undefined gives it back. */
export const claim = (of?: string) => {
  claimed = of;
  settle();
};

/** Nobody is measured any more. */
export const closeMeasure = () => {
  intervals.drop();
  definitions = place = null;
};

/**
 * Begins to measure.
 * @param first when the page was seen first: from then on it counts.
 */
export const openMeasure = (first: Glance, by: PublicDefinitions) => {
  definitions = by;
  ruledHref = undefined;
  isTicking = isPassive = isAttended = false;
  intervals.pass(first.atMs, false);
  visited = undefined;
  settle(0, first);
  settle();
};

/** The element whose action was counted last, in this task, and where in it. */
let acted: Element | undefined;
let hit: Node | undefined;

/** Counts the action that an element declares. */
const press = (type: string, target?: Node) => {
  const element = closestWith(ACTION_ATTRIBUTE, target);
  // A click on a label is followed at once by one on its control; on a busy page so is any click by the person's next one.
  if (!element || (element === acted && target !== hit) || (type === "submit") !== (element.tagName === "FORM")) return;
  acted = element;
  hit = target;
  after(0, () => (acted = undefined));
  const action = element.getAttribute(ACTION_ATTRIBUTE);
  if (isId(action)) act(action, 1);
};

/** Whether the page says of an input's target what it said when somebody looked. */
const isSamePlace = (target: Node) =>
  isAttended &&
  location.href === ruledHref &&
  guard(() => closestWith(FEATURE_ATTRIBUTE, target)?.getAttribute(FEATURE_ATTRIBUTE)) === declared;

/** Learns from an input that is handled now how far the browser dates inputs ahead of its clock. */
const learnAhead = (toldMs: number) => {
  aheadMs = Math.max(toldMs - nowMs(), 0);
};

/** Whether the clock is on the writer's line. */
const isOnLine = () => !place || !leftByMs(place.of.lineMs);

/**
 * Listens for the page's end, before others who then ask for what has come to be.
 * @param begin called at the first event, if not before, and at each later one that is looked at.
 */
export const watchLeaving = (begin: () => void) => {
  wake = begin;
  const leave = () => {
    settle(0, undefined, true);
    hide();
  };
  // Twice: where tabs are closed, Firefox may stop the script that runs just then, and goes on with the next listener.
  listen("pagehide", leave, false);
  listen("pagehide", leave, false);
};

/** Looks at the page whenever somebody does something, or something changes. */
export const watchPage = () => {
  let wasShown = isVisible();
  watchMoreInputs = watchInputs((type, toldMs, target) => {
    // One that follows soon upon another one. The clock isn't asked again: that costs more than all else here, and no machine
    // falls asleep in between.
    const isSoon = toldMs < latestMs + AWAKE_MS && toldMs < quietUntilMs;
    // Nearly all only pass over the page, and just leave their time.
    if (isSoon && toldMs && !target) latestMs = toldMs - aheadMs;
    else {
      // Until it begins the page is as it was before this input.
      wake();
      if (!isSoon && toldMs) learnAhead(toldMs);
      const inputMs = toldMs && toldMs - aheadMs;
      const isQuiet = inputMs < quietUntilMs && (isSoon || isOnLine()) && (!target || isSamePlace(target));
      anchor = target ?? anchor;
      if (isQuiet) latestMs = inputMs || latestMs;
      else settle(inputMs);
    }
    if (type === "click" || type === "submit") press(type, target);
  });
  watchMoreChanges = watchChanges((event) => {
    // Back from the back/forward cache: a new entry, where a load would have been one.
    if ((event as PageTransitionEvent | undefined)?.persisted) visited = undefined;
    // A frame that gets the focus has no event of its own: what is around it counts, not what was clicked before.
    guard(() => (focused() as HTMLIFrameElement).contentWindow && (anchor = undefined));
    settle();
    const isShown = isVisible();
    if (wasShown && !isShown) hide();
    wasShown = isShown;
  });
};

/** The rest of it, which isn't needed before. */
export const watchMore = () => {
  watchMoreInputs();
  watchMoreChanges();
  listen("message", ({ data, source }: MessageEvent) => {
    if (data === FRAME_MESSAGE && source === focusedFrame()?.contentWindow) settle(nowMs());
  });
};
