import type { Tracker } from "./api.ts";
import { guard } from "./edges.ts";
import type { PublicDefinitions } from "./protocol/index.ts";
import { locateScript } from "./script-location.ts";
import { createTrackerWith } from "./tracker.ts";

/** The workspace's definitions, where the collector has put them into the script. */
// oxlint-disable-next-line no-underscore-dangle -- The bundle's only parameter.
declare const __UPTAKE_DEFINITIONS__: PublicDefinitions | null;

/** A call that the stub has kept; without parameters it was taken back before it began: a hold, a subscription. */
type Call = [method: "hold" | "track", parameters: readonly unknown[] | 0, returned?: unknown];

/**
 * The script tag: reads its own address and its `data-` attributes, and sets `window.uptake`. No function, so that browsers
 * compile it with the script, beside the page's own thread.
 */
try {
  const script = document.currentScript as HTMLScriptElement;
  const { src } = script;
  const host = window as unknown as { uptake?: Tracker & { readonly q?: Call[] } };
  // Throwing is slow. What bears the name may be an element of the page, or another origin's frame.
  const calls = guard(() => host.uptake?.q) ?? [];
  // A second copy yields to the first. Without a key nobody knows whose it is.
  if (!guard(() => host.uptake?.version) && src.includes("key=")) {
    const tracker = createTrackerWith(
      // An address of its own: a script without `crossorigin` from another origin has none that a relative one could start from.
      (part) => import(`${locateScript(src).folder}uptake-${part}.js`) as Promise<never>,
      __UPTAKE_DEFINITIONS__,
      () => ({ ...script.dataset, ...locateScript(src) }),
    );
    host.uptake = tracker;
    const replay = (call: Call): number => {
      guard(() => call[1] && (call[2] = (tracker[call[0]] as (...all: readonly unknown[]) => unknown)(...call[1])));
      return 0;
    };
    calls.forEach(replay);
    // The host may have kept a reference to the stub.
    calls.push = replay;
  }
} catch {
  // Ours, not the host's.
}
