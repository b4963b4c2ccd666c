import type { Tracker } from "./api.ts";
import { createExplainer } from "./explainer.ts";
import { offerInspector } from "./inspector-door.ts";
import type { Settings } from "./lifecycle.ts";

/** Of what the tracker doesn't announce, such as a confirmation, it is asked this often while somebody sees the page. */
const POLL_MS = 1_000;

/**
 * Says on the console what counts and why, each change once, and offers the inspector. A chunk of its own: its words cost nobody
 * else anything.
 */
export function debug(tracker: Tracker, settings: Settings): void {
  const explain = createExplainer();
  const look = () => {
    for (const line of explain({ ...tracker.progress(), ...tracker.inspect() }, performance.now()))
      // oxlint-disable-next-line no-console -- That is what it is for.
      console.info(`[uptake] ${line}`);
  };
  // oxlint-disable-next-line no-console -- See above.
  console.info(`[uptake] tracker ${tracker.version} says what it does, because debug is on`);
  // oxlint-disable-next-line no-console -- See above.
  console.info("[uptake] Alt+Shift+U opens the inspector, which proposes rules for what you point at");
  look();
  tracker.subscribe(look);
  // Where nobody can see the page, no animation frame comes. A task later the tracker has noticed it, too.
  document.addEventListener("visibilitychange", () => setTimeout(look));
  setInterval(() => document.visibilityState === "visible" && look(), POLL_MS);
  offerInspector(tracker, settings);
}
