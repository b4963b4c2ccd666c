import type { Tracker } from "../api.ts";
import { guard, ignore } from "../edges.ts";
import type { Settings } from "../lifecycle.ts";
import { OTHER_FEATURE, type PublicDefinitions, type RuleStep } from "../protocol/index.ts";
import { FEATURE_ATTRIBUTE } from "../region.ts";
import { resolveRule } from "../rules.ts";
import { allWith, aroundOf, elementAt, stepFrom, type Step } from "./composed-tree.ts";
import { copyText } from "./copy-text.ts";
import { createPanel } from "./panel.ts";
import { propose } from "./proposals.ts";
import { standingOf, type PageFacts } from "./standing.ts";
import { createSurface } from "./surface.ts";
import { takeInputs } from "./take-inputs.ts";
import { describe } from "./words-of.ts";

const STEPS: Readonly<Record<string, Step>> = {
  ArrowUp: "out",
  ArrowDown: "in",
  ArrowLeft: "previous",
  ArrowRight: "next",
};

/** The element of the inspector that was opened last. */
let last: Element | undefined;

/** What the host's code has claimed the page for, as far as one can tell: no address and no region is that feature's. */
function claimedFeature(feature: string, rules: RuleStep): string | undefined {
  const isElsewhere =
    feature === OTHER_FEATURE ||
    resolveRule(rules, location.href) === feature ||
    allWith(FEATURE_ATTRIBUTE).some((element) => element.getAttribute(FEATURE_ATTRIBUTE) === feature);
  return isElsewhere ? undefined : feature;
}

async function rulesOf({ key, base, definitions }: Settings): Promise<RuleStep> {
  if (definitions) return definitions.rules;
  const response = await fetch(`${base}/v1/definitions?key=${key}`, { cache: "no-cache" });
  return ((await response.json()) as PublicDefinitions).rules;
}

/** The nearest around a place that can scroll further that way. */
function scrollAround(element: Element, byXPx: number, byYPx: number): void {
  for (const at of aroundOf(element)) {
    const { scrollLeft, scrollTop } = at;
    const { overflowX, overflowY } = getComputedStyle(at);
    const isScroller = at === document.scrollingElement || /auto|scroll/.test(overflowX + overflowY);
    if (!isScroller) continue;
    at.scrollBy({ left: byXPx, top: byYPx, behavior: "instant" });
    if (at.scrollLeft !== scrollLeft || at.scrollTop !== scrollTop) return;
  }
}

/** Tab stays in the panel. */
function keepFocusIn(panel: HTMLElement, root: ShadowRoot, event: KeyboardEvent): void {
  const all = [...panel.querySelectorAll<HTMLElement>("button, input, summary")];
  const at = all.indexOf(root.activeElement as HTMLElement);
  const isEnd = event.shiftKey ? at <= 0 : at < 0 || at === all.length - 1;
  if (!isEnd) return;
  event.preventDefault();
  all.at(event.shiftKey ? -1 : 0)?.focus();
}

function open(tracker: Tracker, settings: Settings): void {
  const { feature, account, user } = tracker.progress();
  const focused = document.activeElement as HTMLElement | null;
  let rules: RuleStep | undefined;
  let claimed: string | undefined;
  let chosen: Element | undefined;
  const page = (): PageFacts => ({ href: location.href, rules, claimed });

  const close = () => {
    giveBack();
    surface.remove();
    focused?.focus({ preventScroll: true });
  };
  const choose = (element: Element) => {
    chosen = element;
    const standing = standingOf(element, page());
    const proposals = propose(element, page(), standing, { account, user });
    panel.show({ element: describe(element), standing, proposals });
    surface.pin(element);
  };
  const step = (to: Step) => {
    const next = stepFrom(chosen ?? document.body, to);
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
    choose(next);
  };
  const panel = createPanel({ close, step, copy: copyText });
  const surface = createSurface(panel.element);
  const under = (xPx: number, yPx: number) => elementAt(xPx, yPx, surface.host);

  const giveBack = takeInputs(surface.host, panel.element, {
    point(xPx, yPx) {
      const element = xPx === undefined || yPx === undefined ? undefined : under(xPx, yPx);
      const standing = element && standingOf(element, page());
      const action = standing?.action === undefined ? "" : ` · ${standing.action}`;
      surface.hover(element, element && `${element.tagName.toLowerCase()} → ${standing?.feature}${action}`);
    },
    choose(xPx, yPx) {
      const element = under(xPx, yPx);
      if (element) choose(element);
    },
    scroll(xPx, yPx, byXPx, byYPx) {
      const element = under(xPx, yPx);
      if (element) scrollAround(element, byXPx, byYPx);
    },
    key(event, isInField) {
      const to = STEPS[event.key];
      if (event.key === "Escape") {
        // Else a dialog of the page would close as well.
        event.preventDefault();
        close();
      } else if (event.key === "Tab") keepFocusIn(panel.element, surface.root, event);
      else if (to && !isInField) {
        event.preventDefault();
        step(to);
      }
    },
    press: (path) => path.forEach(panel.press),
    change: panel.change,
  });
  last = surface.host;
  // Whoever looks for rules isn't using the product.
  tracker.stop();
  // oxlint-disable-next-line no-console -- Where the tracker speaks, it also says this.
  console.info("[uptake] the inspector is open: nothing counts any more, until the page is loaded again");
  panel.element.focus({ preventScroll: true });
  const takeRules = async () => {
    rules = await rulesOf(settings);
    claimed = claimedFeature(feature, rules);
    if (chosen) choose(chosen);
  };
  takeRules().catch(ignore);
}

/**
 * Lays the inspector over the page: it says of each element which feature it counts for and why, and proposes the rule to write.
 * From now on, until the page is loaded again, nothing is measured. A second call does nothing while it is open.
 * @param settings where the definitions are, if they aren't among them.
 */
export function openInspector(tracker: Tracker, settings: Settings): void {
  if (!last?.isConnected) guard(() => open(tracker, settings));
}
