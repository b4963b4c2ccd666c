import { bundlePageScript, installedVersion } from "../bundle.ts";
import type { Held, Peer } from "../contender.ts";
import type { Arrival } from "../receiver.ts";
import { featureOf, heldBodies } from "../held-bodies.ts";

interface Report {
  readonly document: number;
  readonly pages: readonly { readonly pageName: string; readonly timeOnPage: number }[];
}

/** A document reports its sums so far each time that it is hidden for good: the last one counts. */
function held(arrivals: readonly Arrival[]): Held {
  const documents = new Map<number, Report>();
  for (const report of heldBodies<Report>(arrivals, "/time")) documents.set(report.document, report);
  const activeMs: Record<string, number> = {};
  for (const { pages } of documents.values()) {
    for (const { pageName, timeOnPage } of pages) {
      const feature = featureOf(pageName);
      activeMs[feature] = (activeMs[feature] ?? 0) + timeOnPage * 1_000;
    }
  }
  return { activeMs, actions: {}, duplicates: 0 };
}

/** TimeMe.js: time only, which the page sends by a beacon at `pagehide`. */
export async function openTimeMe(): Promise<Peer> {
  const code = await bundlePageScript("timeme");
  return {
    name: "TimeMe.js",
    version: installedVersion("timeme.js"),
    parts: [{ name: "timeme.js", code }],
    tag: { src: "/timeme.js", attributes: {} },
    scripts: new Map([["/timeme.js", code]]),
    reply: () => ({}),
    action: () => null,
    held,
  };
}
