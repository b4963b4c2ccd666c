import { bundlePageScript, installedVersion } from "../bundle.ts";
import type { Held, Peer } from "../contender.ts";
import { distinctBy } from "../distinct-by.ts";
import { featureOf, heldBodies } from "../held-bodies.ts";
import type { Arrival } from "../receiver.ts";

interface PostHogEvent {
  readonly event: string;
  readonly uuid: string;
  readonly properties: {
    readonly $prev_pageview_pathname?: string;
    /** Seconds. */
    readonly $prev_pageview_duration?: number;
  };
}

type PostHogBody = PostHogEvent | readonly PostHogEvent[] | { readonly batch: readonly PostHogEvent[] };

const eventsOf = (body: PostHogBody): readonly PostHogEvent[] => {
  if ("batch" in body) return body.batch;
  return "event" in body ? [body] : body;
};

/** A page view's length comes with the event that ends it. */
function held(arrivals: readonly Arrival[]): Held {
  const all = ["/e/", "/i/v0/e/"].flatMap((path) => heldBodies<PostHogBody>(arrivals, path)).flatMap(eventsOf);
  const { distinct, duplicates } = distinctBy(all, ({ uuid }) => uuid);
  const activeMs: Record<string, number> = {};
  const actions: Record<string, number> = {};
  for (const { event, properties } of distinct) {
    const { $prev_pageview_pathname: path, $prev_pageview_duration: lengthS = 0 } = properties;
    if (path !== undefined) activeMs[featureOf(path)] = (activeMs[featureOf(path)] ?? 0) + lengthS * 1_000;
    if (!event.startsWith("$")) actions[event] = (actions[event] ?? 0) + 1;
  }
  return { activeMs, actions, duplicates };
}

/** PostHog: page views, page leaves, captured events; everything else that it can do is off. */
export async function openPostHog(): Promise<Peer> {
  const code = await bundlePageScript("posthog");
  return {
    name: "PostHog",
    version: installedVersion("posthog-js"),
    parts: [{ name: "posthog.js", code }],
    tag: { src: "/posthog.js", attributes: {} },
    scripts: new Map([["/posthog.js", code]]),
    reply: () => ({ status: "Ok" }),
    action: (name, count) => `for (let i = 0; i < ${count}; i++) act(${JSON.stringify(name)})`,
    held,
  };
}
