import type { Tracker } from "./api.ts";
import { guard } from "./edges.ts";
import type { PublicDefinitions } from "./protocol/index.ts";
import { locateScript } from "./script-location.ts";
import { createTracker } from "./tracker.ts";

/** The workspace's definitions, where the collector has put them into the script. */
// oxlint-disable-next-line no-underscore-dangle -- The bundle's only parameter.
declare const __UPTAKE_DEFINITIONS__: PublicDefinitions | null;

type Call = readonly ["identify" | "reset" | "track", readonly unknown[]];

/** What the stub leaves at `window.uptake`. */
interface Stub {
  readonly q?: Call[];
  readonly version?: string;
}

/** The script tag: reads its own address and `data-account`, `data-user`, `data-token`, and sets `window.uptake`. */
function install(script: HTMLScriptElement | null): void {
  const host = window as Window & { uptake?: Stub | Tracker };
  const before = host.uptake as Stub | undefined;
  // A second copy yields to the first.
  if (!script || before?.version !== undefined) return;
  const { account, user, token } = script.dataset;
  const tracker = createTracker({
    ...locateScript(script.src),
    ...(__UPTAKE_DEFINITIONS__ && { definitions: __UPTAKE_DEFINITIONS__ }),
    ...(account && user && { identity: { account, user, ...(token && { token }) } }),
  });
  host.uptake = tracker;
  const replay = ([method, parameters]: Call) =>
    guard(() => (tracker[method] as (...all: readonly unknown[]) => void)(...parameters));
  const calls = before?.q ?? [];
  calls.forEach(replay);
  // The host may have kept a reference to the stub.
  calls.push = (...late) => {
    late.forEach(replay);
    return 0;
  };
}

guard(() => install(document.currentScript as HTMLScriptElement | null));
