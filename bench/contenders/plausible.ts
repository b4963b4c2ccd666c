import { bundlePageScript, installedVersion } from "../bundle.ts";
import type { Held, Peer } from "../contender.ts";
import { featureOf, heldBodies } from "../held-bodies.ts";
import type { Arrival } from "../receiver.ts";

interface PlausibleEvent {
  /** Name. */
  readonly n: string;
  /** Address. */
  readonly u: string;
  /** Engaged ms since the last report of the page view, where the name is `engagement`. */
  readonly e?: number;
}

const own = new Set(["pageview", "engagement"]);

/** Engagement events are parts that add up. Events carry no id, so that what came twice counts twice. */
function held(arrivals: readonly Arrival[]): Held {
  const activeMs: Record<string, number> = {};
  const actions: Record<string, number> = {};
  for (const { n: name, u: address, e: engagedMs = 0 } of heldBodies<PlausibleEvent>(arrivals, "/api/event")) {
    if (!own.has(name)) actions[name] = (actions[name] ?? 0) + 1;
    const feature = featureOf(address);
    if (name === "engagement") activeMs[feature] = (activeMs[feature] ?? 0) + engagedMs;
  }
  return { activeMs, actions, duplicates: 0 };
}

/** Plausible: page views and their engagement. */
export async function openPlausible(): Promise<Peer> {
  const code = await bundlePageScript("plausible");
  return {
    name: "Plausible",
    version: installedVersion("@plausible-analytics/tracker"),
    parts: [{ name: "plausible.js", code }],
    tag: { src: "/plausible.js", attributes: {} },
    scripts: new Map([["/plausible.js", code]]),
    reply: () => "ok",
    action: (name, count) => `for (let i = 0; i < ${count}; i++) act(${JSON.stringify(name)})`,
    held,
  };
}
