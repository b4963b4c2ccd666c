import type { PrivacySignal, Tracker } from "./api.ts";
import { guard } from "./edges.ts";
import type { PublicDefinitions } from "./protocol/index.ts";
import { locateScript } from "./script-location.ts";
import { createTrackerWith } from "./tracker.ts";

/** The workspace's definitions, where the collector has put them into the script. */
// oxlint-disable-next-line no-underscore-dangle -- The bundle's only parameter.
declare const __UPTAKE_DEFINITIONS__: PublicDefinitions | null;

/** What the stub leaves at `window.uptake`. */
interface Stub {
  readonly q?: [method: "hold" | "track", parameters: readonly unknown[] | 0, returned?: unknown][];
  readonly version?: string;
}

/** The script tag: reads its own address and its `data-` attributes, and sets `window.uptake`. */
guard(() => {
  const script = document.currentScript as HTMLScriptElement;
  const host = window as Window & { uptake?: Stub | Tracker };
  // What bears the name may be an element of the page, or another origin's frame.
  const calls = guard(() => (host.uptake as Stub).q) ?? [];
  const { account, user, token, consent, respect, internal, vitals, debug } = script.dataset;
  const { key, base, folder } = locateScript(script.src);
  // A second copy yields to the first. Without a key nobody knows whose it is.
  if (guard(() => host.uptake?.version) || !key) return;
  // An address of its own: a script without `crossorigin` from another origin has none that a relative one could start from.
  const load = (name: string) => import(`${folder}uptake-${name}.js`) as Promise<never>;
  const tracker = createTrackerWith({ vitals: () => load("vitals"), debug: () => load("debug") }, {
    key,
    base,
    definitions: __UPTAKE_DEFINITIONS__ ?? undefined,
    identity: { account, user, token },
    consent,
    respect: (respect ?? "").split(" ") as PrivacySignal[],
    internal: internal !== undefined,
    ...(vitals !== undefined && { vitals: true }),
    debug: debug !== undefined,
  } as Parameters<typeof createTrackerWith>[1]);
  host.uptake = tracker;
  const replay = (call: (typeof calls)[number]) =>
    guard(() => call[1] && (call[2] = (tracker[call[0]] as (...all: readonly unknown[]) => unknown)(...call[1])));
  calls.forEach(replay);
  // The host may have kept a reference to the stub.
  calls.push = (...late) => late.map(replay).length;
});
