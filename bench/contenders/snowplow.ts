import { bundlePageScript, installedVersion } from "../bundle.ts";
import type { Held, Peer } from "../contender.ts";
import { distinctBy } from "../distinct-by.ts";
import { featureOf, heldBodies } from "../held-bodies.ts";
import type { Arrival } from "../receiver.ts";

interface SnowplowPayload {
  readonly data: readonly {
    /** Kind: `pp` is a page ping, `se` a structured event. */
    readonly e: string;
    /** Id. */
    readonly eid: string;
    readonly url: string;
    /** Action of a structured event. */
    readonly se_ac?: string;
  }[];
}

/** `heartbeatDelay` and `minimumVisitLength` of its page script, in ms. */
const heartbeatMs = 10_000;

/** Its models credit `minimumVisitLength` for a page view's first ping and `heartbeatDelay` for each that follows. */
function held(arrivals: readonly Arrival[]): Held {
  const all = heldBodies<SnowplowPayload>(arrivals, "/com.snowplowanalytics.snowplow/tp2").flatMap(({ data }) => data);
  const { distinct, duplicates } = distinctBy(all, ({ eid }) => eid);
  const activeMs: Record<string, number> = {};
  const actions: Record<string, number> = {};
  for (const { e: kind, url, se_ac: action = "" } of distinct) {
    const feature = featureOf(url);
    if (kind === "pp") activeMs[feature] = (activeMs[feature] ?? 0) + heartbeatMs;
    if (kind === "se") actions[action] = (actions[action] ?? 0) + 1;
  }
  return { activeMs, actions, duplicates };
}

/** Snowplow: page views, page pings every 10 s, structured events. */
export async function openSnowplow(): Promise<Peer> {
  const code = await bundlePageScript("snowplow");
  return {
    name: "Snowplow",
    version: installedVersion("@snowplow/browser-tracker"),
    parts: [{ name: "snowplow.js", code }],
    tag: { src: "/snowplow.js", attributes: {} },
    scripts: new Map([["/snowplow.js", code]]),
    reply: () => "ok",
    action: (name, count) => `for (let i = 0; i < ${count}; i++) act(${JSON.stringify(name)})`,
    held,
  };
}
